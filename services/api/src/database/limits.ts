import type { PoolLimits } from '../../../shared/src/database/pool-limits';

/** A till waits for the answer: better a quick 503 that it can repeat under the same key. */
export const poolLimits: PoolLimits = { sessions: 6, warmSessions: 2, connectTimeoutMs: 3_000, statementTimeoutMs: 8_000 };

/** How many reads at a time may go to the primary while no replica answers: enough for tills, too few to hurt writes. */
export const READS_ON_PRIMARY = 2;
