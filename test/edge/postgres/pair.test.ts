import { existsSync } from 'node:fs';
import { millis } from '../../../lib/core/units';
import { prepareLikeRds } from '../../../lib/edge/postgres/like-rds';
import { withConnection } from '../../../lib/edge/postgres/login';
import { startPostgresPair, type PostgresPair } from '../../../lib/edge/postgres/pair';
import { administrator, type PostgresServer } from '../../../lib/edge/postgres/server';
import { preparePostgres, type PostgresTemplate } from '../../../lib/edge/postgres/template';
import { Opened } from '../../../lib/edge/processes/opened';
import { createRunDirectory } from '../../../lib/edge/processes/run-directory';
import { startWatchdog } from '../../../lib/edge/processes/watchdog';
import { wallClock } from '../../../lib/edge/time/wall-clock';

const opened = new Opened();
let template: PostgresTemplate;
let pair: PostgresPair;

beforeAll(async () => {
  const run = opened.add(await createRunDirectory());
  template = await preparePostgres(run, opened.add(startWatchdog(run.path)));
  pair = opened.add(await startPostgresPair(template, 'first'));
});
afterAll(() => opened[Symbol.asyncDispose]());

/** The first column of the first row. */
const ask = async (server: PostgresServer, text: string): Promise<unknown> => {
  const { rows } = await withConnection(administrator(server), (client) => client.query<unknown[]>({ text, rowMode: 'array' }));
  return rows[0]?.[0];
};

/** Asks until the answer is there: the replica is a moment behind. */
async function until(server: PostgresServer, text: string, answer: unknown): Promise<void> {
  while ((await ask(server, text).catch(() => undefined)) !== answer) await wallClock.sleep(millis(5));
}

test('what the primary commits appears on the replica, which takes no writes', async () => {
  await ask(pair.primary, 'create table seen (id int)');
  await ask(pair.primary, 'insert into seen values (1)');
  await until(pair.replica, 'select count(*)::int from seen', 1);
  expect(await ask(pair.replica, 'select pg_is_in_recovery()')).toBe(true);
  await expect(ask(pair.replica, 'insert into seen values (2)')).rejects.toMatchObject({ code: '25006' });
});

test('a primary that crashes comes back with what was committed, and the replica follows it again', async () => {
  await ask(pair.primary, 'create table kept (id int)');
  await pair.primary.stop('immediate');
  await expect(ask(pair.primary, 'select 1')).rejects.toThrow();
  expect(await ask(pair.replica, 'select 1')).toBe(1);
  await pair.primary.start();
  await ask(pair.primary, 'insert into kept values (1)');
  await until(pair.replica, 'select count(*)::int from kept', 1);
});

test('a replica that was away catches up', async () => {
  await pair.replica.stop('fast');
  await ask(pair.primary, 'create table missed (id int)');
  await pair.replica.start();
  await until(pair.replica, 'select to_regclass(\'missed\')::text', 'missed');
});

test('to stop twice, or to start what runs, does nothing', async () => {
  await pair.replica.start();
  await pair.replica.stop('fast');
  await pair.replica.stop('fast');
  await pair.replica.start();
  expect(await ask(pair.replica, 'select 1')).toBe(1);
});

test('pairs of one template are apart, and leave nothing behind', async () => {
  let directory: string;
  {
    await using second = await startPostgresPair(template, 'second');
    directory = second.primary.host;
    expect(await ask(second.primary, 'select to_regclass(\'seen\')')).toBeNull();
  }
  expect(existsSync(directory)).toBe(false);
  expect(await ask(pair.primary, 'select 1')).toBe(1);
});

test.each(['', 'UPPER', 'a/b', 'much-too-long-a-name'])('"%s" is no name for a pair', async (name) => {
  await expect(startPostgresPair(template, name)).rejects.toThrow(`got "${name}"`);
});

test('like RDS: the master is no superuser, owns the database, and may let others log in by token without doing so', async () => {
  await using rds = await startPostgresPair(template, 'rds');
  await prepareLikeRds(rds.primary, { master: 'points_master', database: 'points' });
  const master = { ...administrator(rds.primary, 'points'), user: 'points_master' };
  await withConnection(master, async (client) => {
    const { rows } = await client.query(`select rolsuper, rolcreaterole, pg_has_role(oid, 'rds_iam', 'usage') as token
      from pg_roles where rolname = current_user`);
    expect(rows).toEqual([{ rolsuper: false, rolcreaterole: true, token: false }]);
    await client.query('create role somebody login');
    await client.query('grant rds_iam to somebody');
    await client.query('create schema own');
    await expect(client.query('create role boss superuser')).rejects.toMatchObject({ code: '42501' });
    await expect(client.query('create schema theirs authorization somebody')).rejects.toMatchObject({ code: '42501' });
  });
});

test('a server that cannot start says why in its own words', async () => {
  await pair.replica.stop('fast');
  const broken = { ...template, programs: { ...template.programs, postgres: '/bin/false' } };
  await expect(startPostgresPair(broken, 'broken')).rejects.toThrow('PostgreSQL did not start');
  expect(existsSync(`${template.directory}/broken`)).toBe(false);
});
