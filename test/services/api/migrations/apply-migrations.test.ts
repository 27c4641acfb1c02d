import { join } from 'node:path';
import { setUpRoles } from '../../../../lambda/database/set-up-roles';
import { withConnection } from '../../../../lib/edge/postgres/login';
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
