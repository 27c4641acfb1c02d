import type { Pool } from 'pg';
import type { Change, Select } from '../../../shared/src/database/query';
import { retrying } from '../../../shared/src/database/retry';
import { withSession, withTransaction, type WriterSession } from '../../../shared/src/database/session';
import { warm } from '../../../shared/src/database/warm';
import type { Time } from '../../../shared/src/time';

/**
 * Sessions with the primary, as the user that may write.
 *
 * Work is repeated when its session is lost, even during a commit, so what it writes has to carry an idempotency key.
 */
export interface WriterPool {
  readonly role: 'writer';
  /** One statement, which is whole or not at all. */
  change<Row>(query: Change<Row>): Promise<readonly Row[]>;
  /** Several statements with decisions between them. */
  transaction<T>(work: (session: WriterSession) => Promise<T>): Promise<T>;
  /** A read that must see the writes before it. */
  select<Row>(query: Select<Row>): Promise<readonly Row[]>;
  /** Opens the sessions that the first requests will need. */
  warm(): Promise<void>;
}

export function writerPool(pool: Pool, time: Time): WriterPool {
  return {
    role: 'writer',
    change: (query) => retrying(time, () => withSession(pool, (session) => session.change(query))),
    transaction: (work) => retrying(time, () => withTransaction(pool, work)),
    select: (query) => retrying(time, () => withSession(pool, (session) => session.select(query))),
    warm: () => warm(pool),
  };
}
