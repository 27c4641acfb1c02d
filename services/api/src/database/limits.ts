/**
 * Sessions of one task with each server. During a release two colours run side by side, so a role's connection limit has
 * to hold twice the tasks times this.
 */
export const SESSIONS_PER_TASK = 6;

/** Opened before the task counts as ready, so that its first customers do not wait for TLS and a token. */
export const WARM_SESSIONS = 2;

/** A till waits for the answer: better a quick 503 that it can repeat under the same key. Also bounds waiting for a free session. */
export const CONNECT_TIMEOUT_MS = 3_000;

/**
 * How long the client waits for one statement. The server's own limit is set on the role and lies below it: setting it
 * from here would pin the proxy's connection to this session.
 */
export const STATEMENT_TIMEOUT_MS = 8_000;

/** Sessions are renewed now and then, so that they spread over servers again after a failover. */
export const SESSION_LIFETIME_S = 1_800;

/** How many reads at a time may go to the primary while no replica answers: enough for tills, too few to hurt writes. */
export const READS_ON_PRIMARY = 2;

/** A replica that refused a connection is left alone for so long. */
export const REPLICA_REST_MS = 5_000;
