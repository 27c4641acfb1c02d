/** How much of a database server one task takes, and how long it waits for it. Each service has its own. */
export interface PoolLimits {
  /**
   * Sessions of one task with each server. During a release two colours run side by side, so a role's connection limit has
   * to hold twice the tasks times this.
   */
  readonly sessions: number;
  /** Opened before the task counts as ready, so that its first customers do not wait for TLS and a token. */
  readonly warmSessions: number;
  /** For a new session, and for a free one while all are in use. */
  readonly connectTimeoutMs: number;
  /**
   * How long the client waits for one statement. The server's own limit is set on the role and lies below it: setting it
   * from here would pin the proxy's connection to this session.
   */
  readonly statementTimeoutMs: number;
}

/** Sessions are renewed now and then, so that they spread over servers again after a failover. */
export const SESSION_LIFETIME_S = 1_800;

/** A replica that refused a connection is left alone for so long. */
export const REPLICA_REST_MS = 5_000;
