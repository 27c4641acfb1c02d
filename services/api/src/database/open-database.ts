import type { Pool } from 'pg';
import type { Endpoint } from '../settings';
import type { Time } from '../time';
import { openPool, type Credentials } from './open-pool';
import { readerPool, type ReaderPool } from './reader-pool';
import { writerPool, type WriterPool } from './writer-pool';

export interface DatabaseOptions {
  readonly database: string;
  readonly writer: Endpoint;
  readonly readers: readonly Endpoint[];
  readonly credentialsFor: (endpoint: Endpoint) => Credentials;
  readonly applicationName: string;
  readonly time: Time;
  /** Something that the pools deal with by themselves, but somebody may wonder about later. */
  readonly onTrouble: (what: 'an idle session broke' | 'a replica rests', endpoint: Endpoint, error: Error) => void;
}

/** The primary and the replicas, by different endpoints, users and types. */
export interface Database {
  readonly writer: WriterPool;
  readonly reader: ReaderPool;
  /** Waits for sessions in use. */
  close(): Promise<void>;
}

/** Opens no connection by itself: `warm` does, or the first request. */
export function openDatabase(options: DatabaseOptions): Database {
  const { database, applicationName, time, onTrouble } = options;
  const poolFor = (endpoint: Endpoint): Pool => openPool({
    endpoint,
    database,
    applicationName,
    credentials: options.credentialsFor(endpoint),
    onIdleFailure: (error) => onTrouble('an idle session broke', endpoint, error),
  });
  const primary = poolFor(options.writer);
  const replicas = options.readers.map(poolFor);
  return {
    writer: writerPool(primary, time),
    reader: readerPool(replicas, time, (at, error) => onTrouble('a replica rests', options.readers[at] as Endpoint, error)),
    close: async () => void (await Promise.all([primary, ...replicas].map((pool) => pool.end()))),
  };
}
