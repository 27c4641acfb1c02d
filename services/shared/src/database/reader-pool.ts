import type { Pool } from 'pg';
import type { Time } from '../time';
import { connectFailure, DatabaseFailure } from './failure';
import { REPLICA_REST_MS } from './pool-limits';
import type { Select } from './query';
import { retrying } from './retry';
import { withSession } from './session';
import { warm } from './warm';

/** Sessions with the replicas, as the user that may only read. There is nothing here that could write. */
export interface ReaderPool {
  readonly role: 'reader';
  /** Reads from a replica, which may be some milliseconds behind the primary. */
  select<Row>(query: Select<Row>): Promise<readonly Row[]>;
  /** Opens the sessions that the first requests will need; one replica is enough. */
  warm(): Promise<void>;
}

/**
 * Takes the replicas in turn. One that cannot be reached rests for a while, and its reads go to the others; when all of
 * them rest, reads fail at once instead of waiting for a connection that will not come.
 */
export function readerPool(replicas: readonly Pool[], time: Time, onRest: (replica: number, because: Error) => void): ReaderPool {
  const restsUntil = replicas.map(() => 0);
  let turn = 0;
  const awake = (): readonly number[] => {
    turn += 1;
    const inTurn = replicas.map((_, at) => (at + turn) % replicas.length);
    return inTurn.filter((at) => time.elapsedMs() >= (restsUntil[at] as number));
  };
  const read = async <Row>(query: Select<Row>): Promise<readonly Row[]> => {
    let last: unknown = new Error('every replica was out of reach a moment ago');
    for (const at of awake()) {
      try {
        return await withSession(replicas[at] as Pool, (session) => session.select(query));
      } catch (error) {
        if (!(error instanceof DatabaseFailure) || error.kind !== 'unavailable') throw error;
        restsUntil[at] = time.elapsedMs() + REPLICA_REST_MS;
        onRest(at, error);
        last = error;
      }
    }
    throw last instanceof DatabaseFailure ? last : connectFailure(last);
  };
  return {
    role: 'reader',
    select: (query) => retrying(time, () => read(query)),
    warm: async () => {
      const results = await Promise.allSettled(replicas.map(warm));
      const failed = results.find((result) => result.status === 'rejected');
      if (failed !== undefined && results.every((result) => result.status === 'rejected')) throw failed.reason;
    },
  };
}
