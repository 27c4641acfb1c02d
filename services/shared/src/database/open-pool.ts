import type { ConnectionOptions } from 'node:tls';
import { Pool } from 'pg';
import type { Endpoint } from '../settings';
import { SESSION_LIFETIME_S, type PoolLimits } from './pool-limits';

/** How to prove to a server who we are, and how it proves who it is. */
export interface Credentials {
  readonly ssl: false | ConnectionOptions;
  readonly password: string | (() => Promise<string>);
}

export interface PoolOptions {
  readonly endpoint: Endpoint;
  readonly database: string;
  readonly credentials: Credentials;
  readonly limits: PoolLimits;
  /** Shown in the server's list of sessions. */
  readonly applicationName: string;
  /** A session broke while nobody used it. It is gone from the pool already; the next request opens another. */
  readonly onIdleFailure: (error: Error) => void;
}

/** Every setting is given here: `pg` would otherwise take missing ones from PG* variables of the environment. */
export function openPool({ endpoint, database, credentials, limits, applicationName, onIdleFailure }: PoolOptions): Pool {
  const pool = new Pool({
    ...endpoint,
    ...credentials,
    database,
    application_name: applicationName,
    options: '',
    max: limits.sessions,
    min: limits.warmSessions,
    idleTimeoutMillis: 60_000,
    maxLifetimeSeconds: SESSION_LIFETIME_S,
    connectionTimeoutMillis: limits.connectTimeoutMs,
    query_timeout: limits.statementTimeoutMs,
    keepAlive: true,
  });
  pool.on('error', onIdleFailure);
  return pool;
}
