import type { Pool, PoolClient } from 'pg';
import { connectFailure, DatabaseFailure, statementFailure } from './failure';
import type { Change, Select } from './query';

/** A session that may only read. */
export interface ReaderSession {
  select<Row>(query: Select<Row>): Promise<readonly Row[]>;
}

/** A session on the primary. */
export interface WriterSession extends ReaderSession {
  change<Row>(query: Change<Row>): Promise<readonly Row[]>;
}

/**
 * Lends a session of the pool to `work`. A session that broke, or whose state nobody knows, does not go back.
 *
 * @throws DatabaseFailure
 */
export async function withSession<T>(pool: Pool, work: (session: WriterSession) => Promise<T>): Promise<T> {
  return withClient(pool, (client) => work(sessionOn(client)));
}

/**
 * The same within one transaction, which is committed when `work` resolves and undone when it rejects.
 *
 * @throws DatabaseFailure; after one of kind `again` nothing is left of the transaction, or, when the session was lost
 *   during the commit, all of it: work that is repeated must find what it did before
 */
export async function withTransaction<T>(pool: Pool, work: (session: WriterSession) => Promise<T>): Promise<T> {
  return withClient(pool, async (client) => {
    await run(client, 'begin');
    try {
      const result = await work(sessionOn(client));
      await run(client, 'commit');
      return result;
    } catch (error) {
      // A lost session undoes the transaction by itself; the first failure is the one to tell.
      await run(client, 'rollback').catch(() => undefined);
      throw error;
    }
  });
}

/** How many works of a pool have ended with a server that answers. */
const served = new WeakMap<Pool, number>();

async function withClient<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const before = served.get(pool);
  const client = await pool.connect().catch((cause: unknown) => {
    throw connectFailure(cause, served.get(pool) !== before);
  });
  let healthy = true;
  // Without a listener a session that breaks between two statements would end the process.
  const broke = (): void => void (healthy = false);
  client.on('error', broke);
  try {
    return await work(client);
  } catch (error) {
    if (error instanceof DatabaseFailure && error.endsSession) broke();
    throw error;
  } finally {
    client.off('error', broke);
    if (healthy) served.set(pool, (served.get(pool) ?? 0) + 1);
    client.release(!healthy);
  }
}

function sessionOn(client: PoolClient): WriterSession {
  const rows = async <Row>({ text, values, row }: Select<Row> | Change<Row>): Promise<readonly Row[]> =>
    (await run(client, text, values)).map(row);
  return { select: rows, change: rows };
}

async function run(client: PoolClient, text: string, values: readonly unknown[] = []): Promise<readonly Record<string, unknown>[]> {
  try {
    return (await client.query<Record<string, unknown>>(text, [...values])).rows;
  } catch (cause) {
    throw statementFailure(cause);
  }
}
