import { join } from 'node:path';
import { setUpRoles } from '../../../../lambda/database/set-up-roles';
import { checkMigrations } from '../../../../lib/core/migration/check-migrations';
import { migrationRules } from '../../../../lib/core/migration/rules';
import { parseMigration } from '../../../../lib/edge/migration/parse-migration';
import { withConnection } from '../../../../lib/edge/postgres/login';
import { administrator } from '../../../../lib/edge/postgres/server';
import { Opened } from '../../../../lib/edge/processes/opened';
import { readMigrations } from '../../../../lib/edge/workload/read-migrations';
import { applyMigrations } from '../../../../services/api/src/migrations/apply-migrations';
import type { Migration } from '../../../../services/api/src/migrations/migration';
import { runMigrations } from '../../../../services/api/src/migrations/run-migrations';
import { createLog } from '../../../../services/shared/src/log/log';
import { machineTime } from '../../../../services/shared/src/time';
import { lockTable } from '../../support/lock-table';
import { identity, loginAs, service, silentLog, startEmptyDatabase, type PointsDatabase } from '../../support/points-database';
import { roleSpec } from '../../support/role-spec';

const opened = new Opened();
let database: PointsDatabase;
let migrations: readonly Migration[];

beforeAll(async () => {
  database = opened.add(await startEmptyDatabase());
  await withConnection(loginAs(database.pair.primary, 'points_master'), (client) => setUpRoles(client, 'points', roleSpec, identity));
  migrations = await readMigrations(join(service, 'migrations'));
});
afterAll(() => opened[Symbol.asyncDispose]());

const owner = () => ({ host: database.pair.primary.host, port: database.pair.primary.port, user: 'points_owner' });
const settings = () => ({ ...identity, release: 'r7', database: 'points', owner: owner() });
const credentials = { ssl: false, password: 'unused' } as const;
const ports = { taskAccount: identity.account, credentials, time: machineTime, log: silentLog };
const asOwner = (text: string): Promise<readonly unknown[]> =>
  withConnection(loginAs(database.pair.primary, 'points_owner'), async (client) => (await client.query(text)).rows as unknown[]);

test('runners side by side apply each migration once, and the ledger tells by which release', async () => {
  const runs = await Promise.all([1, 2, 3, 4].map(() => runMigrations(settings(), migrations, ports)));
  expect(runs.flat()).toEqual(migrations.map(({ id }) => id));
  expect(await asOwner('select id, release from points.migrations order by id'))
    .toEqual(migrations.map(({ id }) => ({ id, release: 'r7' })));
});

test('a second run finds nothing to do', async () => {
  expect(await runMigrations(settings(), migrations, ports)).toEqual([]);
});

test('a migration of a database that belongs to another environment is refused, and nothing is changed', async () => {
  const more = [...migrations, { id: '0900-more', sql: 'create table points.more ()' }];
  await expect(runMigrations({ ...settings(), stage: 'production' }, more, ports))
    .rejects.toThrow('STAGE is production, but the owner\'s database is of staging');
  await expect(runMigrations(settings(), more, { ...ports, taskAccount: '222222222222' }))
    .rejects.toThrow('but the task runs in 222222222222');
  expect(await asOwner('select to_regclass(\'points.more\') as more')).toEqual([{ more: null }]);
});

test('a migration that fails leaves nothing of itself, and those before it stay', async () => {
  const good = { id: '0901-good', sql: 'create table points.good ()' };
  const bad = { id: '0902-bad', sql: 'create table points.half (); select 1 / 0' };
  await expect(runMigrations(settings(), [...migrations, good, bad], ports))
    .rejects.toThrow('migration 0902-bad failed, and nothing of it was applied');
  expect(await asOwner('select to_regclass(\'points.good\')::text as good, to_regclass(\'points.half\')::text as half'))
    .toEqual([{ good: 'points.good', half: null }]);
  expect(await asOwner('select id from points.migrations where id like \'09%\'')).toEqual([{ id: '0901-good' }]);
});

test('a migration that cannot have its lock lets the live release work on and tries again', async () => {
  const waits: unknown[] = [];
  const log = createLog({ level: 'info', fields: {}, time: machineTime, write: (line) => void waits.push(JSON.parse(line)) });
  const addColumn = { id: '0903-note', sql: 'alter table points.entries add column note text' };
  const blocker = await lockTable(database.pair.primary, 'points.entries');
  const time = { ...machineTime, sleep: () => blocker.release() };
  const all = [...migrations, { id: '0901-good', sql: 'create table points.good ()' }, addColumn];
  const applied = await withConnection(loginAs(database.pair.primary, 'points_owner'), (client) =>
    applyMigrations(client, all, { release: 'r8', time, log }));
  expect(applied).toEqual(['0903-note']);
  expect(waits).toContainEqual(expect.objectContaining({ message: 'a migration waits for a lock', migration: '0903-note', tries: 1 }));
});

test('migrations only add', () => {
  for (const { id, sql } of migrations) {
    expect({ id, sql }).not.toMatchObject({ sql: expect.stringMatching(/\b(drop|rename|truncate|set not null|alter column)\b/i) });
  }
});

test('what cannot be in a transaction runs alone, and a half of it from a run that broke off goes first', async () => {
  const earlier = [...migrations, { id: '0903-note', sql: 'alter table points.entries add column note text' }];
  await asOwner('create table points.twins (a int); insert into points.twins values (1), (1)');
  const alone = { id: '0904-twins-once', sql: '-- changeover: alone\ncreate unique index concurrently if not exists twins_once on points.twins (a)' };
  await expect(runMigrations(settings(), [...earlier, alone], ports)).rejects.toThrow('migration 0904-twins-once failed');
  const isValid = `select indisvalid as valid from pg_index where indexrelid = 'points.twins_once'::regclass`;
  expect(await asOwner(isValid)).toEqual([{ valid: false }]);
  await asOwner('delete from points.twins; insert into points.twins values (1), (2)');
  expect(await runMigrations(settings(), [...earlier, alone], ports)).toEqual(['0904-twins-once']);
  expect(await asOwner(isValid)).toEqual([{ valid: true }]);
});

/** What PostgreSQL does with a table of some rows, told by what it reads and writes of it. */
test.each([
  ['create index on s.t (a)', 'reads'], ['reindex table s.t', 'reads'],
  ['alter table s.t add x int', 'nothing'], ['alter table s.t add x int not null default 5', 'nothing'], ['alter table s.t add x timestamptz default now()', 'nothing'], ['alter table s.t add x int references s.u', 'nothing'],
  ['alter table s.t add x int generated always as (a * 2) virtual', 'nothing'], ['alter table s.t add x double precision default random()', 'writes'], ['alter table s.t add x int generated always as identity', 'writes'],
  ['alter table s.t add x int generated always as (a * 2) stored', 'writes'], ['alter table s.t add x int default 1 references s.u', 'reads'], ['alter table s.t add x int check (x > 0)', 'reads'],
  ['alter table s.t alter a set not null', 'reads'], ['alter table s.t alter proven set not null', 'nothing'], ['alter table s.t alter a type bigint', 'writes'],
  ['alter table s.t add constraint c check (a > 0)', 'reads'], ['alter table s.t add constraint c check (a > 0) not valid', 'nothing'], ['alter table s.t add foreign key (a) references s.u', 'reads'],
  ['alter table s.t add foreign key (a) references s.u not valid', 'nothing'], ['alter table s.t add unique (id)', 'reads'], ['alter table s.t add constraint c unique using index once', 'nothing'],
] as const)('the check of migrations judges by what PostgreSQL does: %s', async (sql, does) => {
  const done = await withConnection(administrator(database.pair.primary, 'points'), async (client) => {
    await client.query('begin; create schema s; create table s.u (id int primary key); insert into s.u values (1); create table s.t (id int, a int, proven int, constraint p check (proven is not null))');
    await client.query('insert into s.t select g, 1, 1 from generate_series(1, 50) g; create unique index once on s.t (id)');
    const look = async () => (await client.query<{ file: string; rows: string }>(`select pg_relation_filenode('s.t')::text as file, pg_stat_get_xact_tuples_returned('s.t'::regclass) as rows`)).rows[0]!;
    const before = await look();
    await client.query(sql);
    const after = await look();
    await client.query('rollback');
    return after.file !== before.file ? 'writes' : after.rows !== before.rows ? 'reads' : 'nothing';
  });
  expect(done).toBe(does);
  const earlier = await parseMigration('0001-proven.sql', '-- changeover: contract, since 2026-11-23-3f9c0d1e2b4a\nalter table s.t add constraint p check (proven is not null) not valid');
  const [validated, judged] = [await parseMigration('0002-validated.sql', 'alter table s.t validate constraint p'), await parseMigration('0003-judged.sql', sql)];
  const problems = checkMigrations([earlier, validated, judged].flatMap((one) => (one.ok ? [one.value] : [])));
  const blocks = problems.filter(({ message }) => migrationRules.some(({ name, harm }) => harm === 'blocks' && message.includes(`(${name})`)));
  expect(blocks.length > 0).toBe(does !== 'nothing');
});
