import { openReplicas, poolOf, type SessionOptions } from '../../../shared/src/database/open-replicas';
import type { ReaderPool } from '../../../shared/src/database/reader-pool';
import type { Endpoint } from '../../../shared/src/settings';
import { poolLimits } from './limits';
import { writerPool, type WriterPool } from './writer-pool';

export interface DatabaseOptions extends Omit<SessionOptions, 'limits'> {
  readonly writer: Endpoint;
  readonly readers: readonly Endpoint[];
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
  const limited = { ...options, limits: poolLimits };
  const primary = poolOf(limited, options.writer);
  const replicas = openReplicas(limited);
  return {
    writer: writerPool(primary, options.time),
    reader: replicas.reader,
    close: async () => void (await Promise.all([primary.end(), replicas.close()])),
  };
}
