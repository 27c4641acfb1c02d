import { DatabaseFailure } from '../database/failure';
import type { Time } from '../time';

/** Longer than a failover: "typically 60-120 seconds", https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZ.Failover.html */
const FAILOVER_MS = 180_000;
/** From the first failure on; a database that is away again before that has more to it than a failover. */
const AGAIN_MS = 600_000;

/**
 * Tells of each failure whether to count it as one for which no database server was there, apart from the service's own failures.
 *
 * It is a claim and no excuse: an alarm that takes a release back leaves these out only in minutes of which the platform says the same of
 * the primary. And it is made for three minutes of ten at most. From then on the failures are the service's own again, whoever says what:
 * a release that keeps bringing the database down has to go back.
 */
export function unreachedCounter(time: Pick<Time, 'elapsedMs'>): (error: unknown) => boolean {
  let since = -Infinity;
  return (error) => {
    if (!(error instanceof DatabaseFailure) || !error.isAway) return false;
    const now = time.elapsedMs();
    if (now - since >= AGAIN_MS) since = now;
    return now - since < FAILOVER_MS;
  };
}
