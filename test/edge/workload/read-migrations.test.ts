import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readMigrations } from '../../../lib/edge/workload/read-migrations';

let directory: string;
beforeEach(async () => { directory = await mkdtemp(join(tmpdir(), 'migrations-')); });
afterEach(() => rm(directory, { recursive: true }));

const put = async (...names: readonly string[]): Promise<void> => {
  for (const name of names) await writeFile(join(directory, name), `-- ${name}`);
};

test('the SQL files of a directory come in the order of their numbers', async () => {
  await put('0010-c.sql', '0002-b.sql', '0001-a.sql', 'README.md');
  expect(await readMigrations(directory)).toEqual([
    { id: '0001-a', sql: '-- 0001-a.sql' }, { id: '0002-b', sql: '-- 0002-b.sql' }, { id: '0010-c', sql: '-- 0010-c.sql' },
  ]);
});

test.each(['1-a.sql', '0001_a.sql', '0001-A.sql', 'a.sql'])('the name %s is refused', async (name) => {
  await put(name);
  await expect(readMigrations(directory))
    .rejects.toThrow(`a migration is named such as 0007-add-shop-names.sql, got ${name} in ${directory}`);
});

test('two files of one number are refused', async () => {
  await put('0001-a.sql', '0001-b.sql');
  await expect(readMigrations(directory))
    .rejects.toThrow(`two migrations have the number 0001 in ${directory}: give the newer one the next`);
});
