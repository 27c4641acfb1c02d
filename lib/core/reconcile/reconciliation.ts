import type { Evidence } from './belonging';
import { memberName, signed, type BookEntry, type Member, type Place } from './book-entry';
import type { Plan } from './plan';
import { totalOf, type Total } from './totals';
import type { Verdict } from './verdict';
import type { Instant } from '../units';

/** What became of an entry: as `Verdict`, and `replayed` where this run did it. */
export type Outcome = Verdict | { readonly kind: 'replayed'; readonly entryId: string };

export interface Settled {
  readonly entry: BookEntry;
  readonly by: Evidence;
  readonly outcome: Outcome;
}

/** What a member has in the right books, as the database sums it up. */
export interface Standing {
  readonly balance: number;
  /** Of all entries that were brought from the wrong books. */
  readonly brought: number;
  /** Of all others. */
  readonly own: number;
}
export const NOTHING: Standing = { balance: 0, brought: 0, own: 0 };

/** Two numbers that must be the same, each found in its own way. */
export interface Check {
  readonly what: string;
  readonly expected: number;
  readonly found: number;
}

export const holds = ({ expected, found }: Check): boolean => expected === found;

/** What one run saw in both books. */
export interface Seen {
  readonly from: Place;
  readonly to: Place;
  readonly since: Instant;
  /** Nothing was written: outcomes are what would become of the entries. */
  readonly dry: boolean;
  readonly plan: Plan;
  /** In the order of the plan's misplaced entries. */
  readonly settled: readonly Settled[];
  /** All entries of the wrong books since the time in question, as the database sums them up. */
  readonly allInFrom: Total;
  /** Entries of the wrong books with a record of their departure, before and after. */
  readonly departed: { readonly before: ReadonlySet<string>; readonly after: ReadonlySet<string> };
  /** Right books by `memberName`. */
  readonly standing: { readonly before: ReadonlyMap<string, Standing>; readonly after: ReadonlyMap<string, Standing> };
  /** All that was ever brought from these wrong books, as each side has it; only where something was written. */
  readonly everBrought: { readonly arrivals: Total; readonly departures: Total } | undefined;
}

/** A member with misplaced entries. */
export interface MemberLine extends Member {
  /** In the wrong books, and not yet recorded as gone. */
  readonly from: { readonly before: Total; readonly after: Total };
  /** In the right books: `after` is `before` and `replayed` and `others`, which moved points meanwhile. */
  readonly to: { readonly before: number; readonly replayed: number; readonly others: number; readonly after: number };
}

export function memberLines({ dry, settled, departed, standing }: Seen): readonly MemberLine[] {
  const byMember = new Map<string, [Settled, ...Settled[]]>();
  for (const one of settled) {
    const before = byMember.get(memberName(one.entry));
    if (before === undefined) byMember.set(memberName(one.entry), [one]);
    else before.push(one);
  }
  return [...byMember].map(([member, own]) => {
    const [{ entry: { shopId, memberId } }] = own;
    const left = (isGone: (one: Settled) => boolean): Total => totalOf(own.filter((one) => !isGone(one)).map(({ entry }) => entry));
    const before = standing.before.get(member) ?? NOTHING;
    const replayed = own.filter(({ outcome }) => outcome.kind === 'replayed' || outcome.kind === 'replay').reduce((sum, { entry }) => sum + signed(entry), 0);
    const after = dry ? { balance: before.balance + replayed, own: before.own } : standing.after.get(member) ?? NOTHING;
    return { shopId, memberId, from: { before: left(({ entry }) => departed.before.has(entry.entryId)), after: left(({ entry, outcome }) => (dry ? outcome.kind !== 'doubt' : departed.after.has(entry.entryId))) }, to: { before: before.balance, replayed, others: after.own - before.own, after: after.balance } };
  }).sort((one, other) => (memberName(one) < memberName(other) ? -1 : 1));
}

/** What must add up. */
export function checks(seen: Seen): readonly Check[] {
  const { plan, settled, allInFrom, standing, everBrought, dry } = seen;
  const listed = totalOf([...settled.map(({ entry }) => entry), ...plan.unclear.map(({ entry }) => entry), ...plan.stays.map(({ entry }) => entry), ...plan.synthetic]);
  const lines = memberLines(seen);
  const brought = (at: ReadonlyMap<string, Standing>): number => [...at.values()].reduce((sum, one) => sum + one.brought, 0);
  return [
    { what: 'entries of the wrong books are all in this report', expected: allInFrom.entries, found: listed.entries },
    { what: 'points of the wrong books are all in this report', expected: allInFrom.net, found: listed.net },
    { what: 'members whose balance is what it was, and what was replayed, and what others did', expected: lines.length, found: lines.filter(({ to }) => to.after === to.before + to.replayed + to.others).length },
    ...(dry ? [] : [{ what: 'points that this run brought, as the right books record it', expected: lines.reduce((sum, { to }) => sum + to.replayed, 0), found: brought(standing.after) - brought(standing.before) }]),
    ...(everBrought === undefined ? [] : [
      { what: 'entries ever brought: departures from the wrong books are arrivals in the right ones', expected: everBrought.arrivals.entries, found: everBrought.departures.entries },
      { what: 'points ever brought: departures from the wrong books are arrivals in the right ones', expected: everBrought.arrivals.net, found: everBrought.departures.net },
    ]),
  ];
}

/** Whether nothing is left that a person has to decide, and everything adds up. */
export const isSettled = (seen: Seen): boolean =>
  seen.plan.unclear.length === 0 && seen.settled.every(({ outcome }) => outcome.kind !== 'doubt') && checks(seen).every(holds);
