import type { PoolLimits } from '../../../shared/src/database/pool-limits';

/** A till waits for the answer: better a quick 503 that it can repeat under the same key. */
export const poolLimits: PoolLimits = { sessions: 6, warmSessions: 2, connectTimeoutMs: 3_000, statementTimeoutMs: 8_000 };

/**
 * How many reads of one task may go to the primary at a time while no replica answers: enough for tills, too few to hurt writes. A read
 * takes a few milliseconds, so those that come together with others wait for less than anybody notices.
 */
export const READS_ON_PRIMARY = { atATime: 2, waiting: 50, patienceMs: 500 };
