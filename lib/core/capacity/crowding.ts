/** One look at the sessions of one user of a server, under the name that one program goes by. */
export interface SessionCount {
  readonly user: string;
  readonly application: string;
  readonly open: number;
  /** Those of them that are at work, or in a transaction. */
  readonly busy: number;
  /** How many sessions the user may have on this server; `undefined` where it has no limit of its own. */
  readonly limit: number | undefined;
}

/** So much of the limit of a role is near it. */
const NEAR = 0.8;
/** A pool of which all sessions are at work in so many of the looks makes its requests wait. */
const MOSTLY = 0.5;
/** ... of that many looks at least: a program that has just begun opens its sessions one by one. */
const ENOUGH = 20;

/**
 * Who came near what it may have of a server, over looks at regular intervals.
 *
 * A role by its limit. A pool, which is what one program has as one user, by its work: one that has room left lets its sessions rest, and
 * one whose sessions are all at work makes the next request wait, however many there are.
 */
export function crowding(server: string, looks: readonly (readonly SessionCount[])[]): readonly string[] {
  const counts = looks.flat();
  const users = [...new Set(counts.map(({ user }) => user))].sort();
  const roles = users.flatMap((user) => {
    const limit = counts.find((count) => count.user === user)?.limit;
    const most = Math.max(...looks.map((look) => look.filter((count) => count.user === user).reduce((sum, { open }) => sum + open, 0)));
    return limit !== undefined && most >= NEAR * limit ? [`${user} had up to ${most} of the ${limit} sessions that it may have on the ${server}`] : [];
  });
  const pools = [...new Map(counts.map((count) => [`${count.user} ${count.application}`, count])).values()].flatMap(({ user, application }) => {
    const own = counts.filter((count) => count.user === user && count.application === application);
    const full = own.filter(({ open, busy }) => open > 0 && busy === open);
    if (own.length < ENOUGH || full.length < MOSTLY * own.length) return [];
    return [`${application} (${user}) had all of its ${Math.max(...full.map(({ open }) => open))} sessions on the ${server} at work in ${Math.round((100 * full.length) / own.length)} % of all looks: its requests wait for one another`];
  });
  return [...roles, ...pools];
}
