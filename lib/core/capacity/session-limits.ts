/** The most tasks of one colour of each program. */
export interface Fleet {
  readonly api: number;
  readonly auxiliary: number;
  readonly worker: number;
}

/** Who opens sessions on a database server, by what they do there. */
export interface SessionLimits {
  /** Migrations. */
  readonly owner: number;
  readonly writer: number;
  readonly reader: number;
  readonly auxiliary: number;
  readonly prober: number;
}

/** What one task opens at most on a server in each of its pools, as the program itself says it. The API has two: writes and reads. */
export const sessionsOfTask = { api: 6, auxiliary: 2, worker: 1 } as const;

/** Blue and green are both at full size during a release, and so are the workers of both. */
const colours = 2;

/** A probe has a session for each of its lanes, and two probes may overlap for a moment. */
const prober = 30;
const migrations = 5;

/**
 * Readers may have so many times the sessions that are planned for them: a release that opens sessions and forgets them has to be taken
 * back before the server refuses one to the release that is blameless. Writers need no more than their plan, because the proxy shares its
 * connections among its clients, and a forgotten session of a client holds none.
 */
const roomForForgotten = 2;

/**
 * The most sessions of each database user on each server, which the server itself enforces.
 *
 * @param auxiliary the cap of the auxiliary tier, which it cannot exceed whatever its tasks do
 */
export function sessionLimits({ api }: Fleet, auxiliary: number): SessionLimits {
  const ofApi = colours * api * sessionsOfTask.api;
  return { owner: migrations, writer: ofApi, reader: roomForForgotten * ofApi, auxiliary, prober };
}

/** The sessions that the auxiliary tier needs, so that none of its own tasks is refused one while it is released. */
export const auxiliaryNeed = ({ auxiliary, worker }: Fleet): number =>
  colours * (auxiliary * sessionsOfTask.auxiliary + worker * sessionsOfTask.worker);
