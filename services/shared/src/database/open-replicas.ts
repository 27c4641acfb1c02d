import type { Pool } from 'pg';
import type { Endpoint } from '../settings';
import type { Time } from '../time';
import { openPool, type Credentials } from './open-pool';
import type { PoolLimits } from './pool-limits';
import { readerPool, type ReaderPool } from './reader-pool';

/** What all pools of a task have in common. */
export interface SessionOptions {
  readonly database: string;
  readonly limits: PoolLimits;
  readonly credentialsFor: (endpoint: Endpoint) => Credentials;
  readonly applicationName: string;
  readonly time: Time;
  /** Something that the pools deal with by themselves, but somebody may wonder about later. */
  readonly onTrouble: (what: 'an idle session broke' | 'a replica rests', endpoint: Endpoint, error: Error) => void;
}

export interface Replicas {
  readonly reader: ReaderPool;
  /** Waits for sessions in use. */
  close(): Promise<void>;
}

/** Opens no connection by itself: `warm` does, or the first request. */
export function openReplicas(options: SessionOptions & { readonly readers: readonly Endpoint[] }): Replicas {
  const { readers, time, onTrouble } = options;
  const replicas = readers.map((reader) => poolOf(options, reader));
  return {
    reader: readerPool(replicas, time, (at, error) => onTrouble('a replica rests', readers[at] as Endpoint, error)),
    close: async () => void (await Promise.all(replicas.map((pool) => pool.end()))),
  };
}

export function poolOf({ database, limits, credentialsFor, applicationName, onTrouble }: SessionOptions, endpoint: Endpoint): Pool {
  return openPool({
    endpoint,
    database,
    limits,
    applicationName,
    credentials: credentialsFor(endpoint),
    onIdleFailure: (error) => onTrouble('an idle session broke', endpoint, error),
  });
}
