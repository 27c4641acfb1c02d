import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkDirectory, readMigrationShapes } from '../../../lib/edge/migration/check-directory';

let directory: string;
beforeEach(async () => { directory = await mkdtemp(join(tmpdir(), 'migrations-')); });
afterEach(() => rm(directory, { recursive: true }));
const put = (name: string, sql: string): Promise<void> => writeFile(join(directory, name), sql);
const problems = async (): Promise<readonly string[]> => {
  const checked = await checkDirectory(directory, 'migrations');
  return checked.ok ? [] : checked.problems.map(({ path, message }) => `${path} ${message}`);
};

test('the migrations of this service block and break nobody', async () => {
  expect(await readMigrationShapes(join(__dirname, '../../../services/api/migrations'))).toEqual([
    { name: '0001-members-and-entries', shape: 'expand' }, { name: '0002-where-entries-come-from', shape: 'expand' },
  ]);
});

test('all that is wrong is told at once, each with its line, what to do and where PostgreSQL says so', async () => {
  await put('0001-a.sql', '-- ünïcödé before it\n\nalter table t add column a int;\n\n-- another one; not the end\n/* and\none */ create index i on t (a);\n');
  await put('0002-b.sql', 'alter table t\n  drop column b;');
  expect(await problems()).toEqual([
    'migrations/0001-a.sql:7 builds the index i on t (index-is-built-aside): while an index is built every write of its table waits, and while one is dropped or rebuilt every read waits too; '
      + 'say CONCURRENTLY, in a migration of its own that says `-- changeover: alone`; see https://www.postgresql.org/docs/18/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY',
    expect.stringMatching(/^migrations\/0002-b\.sql:1 drops the column b of t \(nothing-is-dropped\): .*; see https:/),
  ]);
});

test('what PostgreSQL cannot read is told with its line', async () => {
  await put('0001-a.sql', 'select 1;\n-- é\ncreate tabel t ();');
  await put('0002-b.sql', '-- nothing\n');
  expect(await problems()).toEqual(['migrations/0001-a.sql:3 cannot be read by PostgreSQL: syntax error at or near "tabel"', 'migrations/0002-b.sql must hold a statement, got none']);
});

test('a contract migration says since which release, before everything else, and takes something away', async () => {
  await put('0001-a.sql', '-- why\n-- changeover: contract, since 2026-11-23-3f9c0d1e2b4a\ndrop table t;');
  expect(await readMigrationShapes(directory)).toEqual([{ name: '0001-a', shape: 'contract' }]);
  await put('0002-b.sql', '-- changeover: contract, since yesterday\ndrop table t;');
  await put('0003-c.sql', 'drop table t;\n-- changeover: contract, since 2026-11-23-3f9c0d1e2b4a\ndrop table u;');
  await put('0004-d.sql', '-- changeover: alone\n-- changeover: alone\nselect 1;');
  expect(await problems()).toEqual([
    'migrations/0002-b.sql:1 must say "alone", or "contract, since RELEASE" with a release such as 2026-11-23-3f9c0d1e2b4a, got "contract, since yesterday"',
    'migrations/0003-c.sql:2 says something to changeover, which must stand before the first statement',
    'migrations/0004-d.sql must say each thing to changeover once',
  ]);
  for (const name of ['0002-b.sql', '0003-c.sql', '0004-d.sql']) await rm(join(directory, name));
  await put('0002-b.sql', '-- changeover: contract, since 2026-11-23-3f9c0d1e2b4a\nalter table t add a int;');
  await expect(readMigrationShapes(directory)).rejects.toThrow('migrations/0002-b.sql says that it is a contract migration, and takes nothing away');
});
