import { escapeIdentifier, type ClientBase } from 'pg';

/**
 * Takes away indexes of the schema whose building was broken off. They serve no query, and IF NOT EXISTS would take them for built.
 * https://www.postgresql.org/docs/18/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY
 */
export async function dropHalfBuiltIndexes(client: ClientBase): Promise<void> {
  const { rows } = await client.query<{ readonly name: string }>(`select relname as name from pg_index join pg_class on pg_class.oid = indexrelid
    where not indisvalid and relnamespace = 'points'::regnamespace and relkind = 'i'`);
  for (const { name } of rows) await client.query(`drop index concurrently if exists points.${escapeIdentifier(name)}`);
}
