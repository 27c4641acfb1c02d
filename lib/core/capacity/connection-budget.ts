import type { SessionLimits } from './session-limits';

/** What a database server is asked for at most, and what it has. */
export interface ConnectionBudget {
  readonly asked: number;
  /** `max_connections` of the server. */
  readonly most: number;
  /** What of it may be asked for: the rest is for RDS itself, for people, and for sessions that nobody has noticed to be gone. */
  readonly allowed: number;
}

/** The part of `max_connections` that may be planned for. */
const planned = 0.8;

/**
 * The limits of all users together, against what a server of that size has.
 *
 * That is more than any server really sees, since writes go to the primary and reads to replicas. But what a replica that was promoted
 * sees is all of it, and a server that refuses the API a session because others were first is the outage that limits are there for.
 */
export function connectionBudget(limits: SessionLimits, memoryGiB: number): ConnectionBudget {
  const most = mostConnections(memoryGiB);
  return { asked: Object.values(limits).reduce((sum, sessions) => sum + sessions, 0), most, allowed: Math.floor(planned * most) };
}

/** The default of RDS for PostgreSQL, `LEAST({DBInstanceClassMemory/9531392},5000)`. */
const bytesOfConnection = 9_531_392;
const mostOfAny = 5_000;

/**
 * What of an instance's memory is not DBInstanceClassMemory: RDS takes off what the operating system and its own processes use, and
 * does not say how much. A tenth, and 300 MiB at least, are assumptions on the long side; `show max_connections` tells.
 */
const takenOff = (bytes: number): number => Math.max(bytes / 10, 300 * 2 ** 20);

/**
 * `max_connections` of an instance with so much memory:
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html#RDS_Limits.MaxConnections
 */
export function mostConnections(memoryGiB: number): number {
  const bytes = memoryGiB * 2 ** 30;
  return Math.min(Math.floor((bytes - takenOff(bytes)) / bytesOfConnection), mostOfAny);
}
