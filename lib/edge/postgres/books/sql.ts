import type { ClientBase } from 'pg';

/** One row as `pg` gives it: numbers of 64 bits are texts. */
export type Fields = Readonly<Record<string, unknown>>;

/** A session with one database. */
export interface Sql {
  query(text: string, values?: readonly unknown[]): Promise<readonly Fields[]>;
}

export const sqlOn = (client: ClientBase): Sql => ({ query: async (text, values = []) => (await client.query<Record<string, unknown>>(text, [...values])).rows });

/** Everything that `work` reads is of one moment, and it cannot write. */
export async function atOneMoment<T>(sql: Sql, work: () => Promise<T>): Promise<T> {
  await sql.query('begin isolation level repeatable read read only');
  const read = await work();
  await sql.query('commit');
  return read;
}
