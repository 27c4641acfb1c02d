import type { PoolLimits } from '../../shared/src/database/pool-limits';

/**
 * Few sessions, all of them under the cap of the role: what does not fit is answered 503 after two seconds, and neither the replica nor
 * the API notices. The role's own limit on statements (3 s) lies below what a task waits for.
 */
export const taskPool: PoolLimits = { sessions: 2, warmSessions: 1, connectTimeoutMs: 2_000, statementTimeoutMs: 4_000 };

/** A worker composes one digest after the other. */
export const workerPool: PoolLimits = { ...taskPool, sessions: 1 };

/** How many members a digest ranks. */
export const RANKED_IN_DIGEST = 10;
