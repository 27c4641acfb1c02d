import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** One SQL file of a service, named without its extension. */
export interface MigrationFile {
  readonly id: string;
  readonly sql: string;
}

/**
 * The migrations in a directory, in the order in which they run.
 *
 * @throws when a file's name has no number of four digits in front, or two have the same
 */
export async function readMigrations(directory: string): Promise<readonly MigrationFile[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.sql')).sort();
  const misnamed = names.find((name) => !/^\d{4}-[a-z0-9-]+\.sql$/.test(name));
  if (misnamed !== undefined) throw new Error(`a migration is named such as 0007-add-shop-names.sql, got ${misnamed} in ${directory}`);
  const repeated = names.find((name, at) => names[at + 1]?.slice(0, 4) === name.slice(0, 4));
  if (repeated !== undefined) {
    throw new Error(`two migrations have the number ${repeated.slice(0, 4)} in ${directory}: give the newer one the next`);
  }
  return Promise.all(names.map(async (name) => ({
    id: name.slice(0, -'.sql'.length),
    sql: await readFile(join(directory, name), 'utf8'),
  })));
}
