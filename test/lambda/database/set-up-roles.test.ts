import { ROOM } from '../../../lambda/hooks/probe/primary';
import { setUpRoles } from '../../../lambda/database/set-up-roles';
import { withConnection } from '../../../lib/edge/postgres/login';
import { administrator } from '../../../lib/edge/postgres/server';
import { Opened } from '../../../lib/edge/processes/opened';
import { identity, loginAs, startEmptyDatabase, type PointsDatabase } from '../../services/support/points-database';
import { roleSpec } from '../../services/support/role-spec';

const opened = new Opened();
let database: PointsDatabase;

beforeAll(async () => {
  database = opened.add(await startEmptyDatabase());
});
afterAll(() => opened[Symbol.asyncDispose]());

const setUp = (spec = roleSpec, who = identity): Promise<void> =>
  withConnection(loginAs(database.pair.primary, 'points_master'), (client) => setUpRoles(client, 'points', spec, who));
const as = <T>(user: string, text: string): Promise<readonly T[]> =>
  withConnection(loginAs(database.pair.primary, user), async (client) => (await client.query(text)).rows as T[]);
const administer = <T>(text: string): Promise<readonly T[]> =>
  withConnection(administrator(database.pair.primary, 'points'), async (client) => (await client.query(text)).rows as T[]);

/** All that a run could leave behind: roles and their settings, memberships, rights, identity. */
const state = async (): Promise<unknown> => [
  await administer(`select rolname, rolcanlogin, rolsuper, rolcreaterole, rolcreatedb, rolconnlimit, rolconfig
    from pg_roles where rolname !~ '^pg_' order by rolname`),
  await administer(`select roleid::regrole::text as role, member::regrole::text as member, grantor::regrole::text as grantor,
    admin_option, inherit_option, set_option from pg_auth_members where roleid::regrole::text !~ '^pg_' order by 1, 2, 3`),
  await administer(`select nspname, nspowner::regrole::text as owner, nspacl::text
    from pg_namespace where nspname in ('points', 'platform') order by nspname`),
  await administer('select defaclrole::regrole::text as role, defaclacl::text from pg_default_acl'),
  await administer(`select datacl::text from pg_database where datname = 'points'`),
  await administer('select stage, account from platform.identity'),
  await administer(`select relname, relacl::text from pg_class where relnamespace = 'platform'::regnamespace and relkind = 'r' order by relname`),
];

test('the master user, who is no superuser, sets everything up, twice with the same result', async () => {
  await setUp();
  const first = await state();
  expect(await administer('select rolname from pg_roles where rolsuper')).toEqual([{ rolname: 'rdsadmin' }]);
  await setUp();
  expect(await state()).toEqual(first);
});

test('runs side by side do not disturb each other', async () => {
  await Promise.all([setUp(), setUp(), setUp()]);
});

test('every role logs in by token from then on, and the master still by password', async () => {
  const rows = await administer<{ user: string }>(
    'select rolname as user from pg_roles where rolcanlogin and not rolsuper and pg_has_role(oid, \'rds_iam\', \'usage\') order by rolname',
  );
  expect(rows.map(({ user }) => user)).toEqual(roleSpec.roles.map(({ name }) => name).sort());
});

test('the master keeps the right to administer the roles, and nothing of theirs', async () => {
  const rows = await administer<{ role: string }>(`
    select roleid::regrole::text as role, admin_option, inherit_option, set_option from pg_auth_members
     where member = 'points_master'::regrole and roleid::regrole::text ~ '^points' order by 1`);
  const names = roleSpec.roles.map(({ name }) => name).sort();
  expect(rows).toEqual(names.map((role) => ({ role, admin_option: true, inherit_option: false, set_option: false })));
});

test('the owner makes tables which the others can read by default, and nobody else can change', async () => {
  await as('points_owner', 'create table points.example (id int)');
  for (const user of ['points_writer', 'points_reader', 'points_auxiliary', 'points_prober']) {
    expect(await as(user, 'select * from points.example')).toEqual([]);
  }
  await expect(as('points_writer', 'insert into points.example values (1)')).rejects.toMatchObject({ code: '42501' });
  await expect(as('points_writer', 'create table points.mine ()')).rejects.toMatchObject({ code: '42501' });
  await expect(as('points_writer', 'create temporary table mine ()')).rejects.toMatchObject({ code: '42501' });
});

test.each(['points_reader', 'points_auxiliary', 'points_prober'])('%s is read-only by default', async (user) => {
  await expect(as(user, 'create table points.mine ()')).rejects.toMatchObject({ code: '25006' });
});

test('the heartbeat is one row, which the writer keeps young and everybody may read', async () => {
  for (const user of roleSpec.roles.map(({ name }) => name)) expect(await as(user, 'select beaten_at from platform.heartbeat')).toEqual([{ beaten_at: null }]);
  await as('points_writer', `update platform.heartbeat set beaten_at = '2026-11-23T09:00:00Z'`);
  await setUp();
  expect(await as('points_reader', 'select beaten_at from platform.heartbeat')).toEqual([{ beaten_at: new Date('2026-11-23T09:00:00Z') }]);
  for (const change of ['delete from platform.heartbeat', 'insert into platform.heartbeat default values', 'update platform.heartbeat set only_one = true']) {
    await expect(as('points_writer', change)).rejects.toMatchObject({ code: '42501' });
  }
  await expect(as('points_owner', 'update platform.heartbeat set beaten_at = null')).rejects.toMatchObject({ code: '42501' });
});

test('a role gets no more sessions than its share', async () => {
  const crowd = Array.from({ length: 4 }, () => as('points_auxiliary', 'select pg_sleep(0.3)'));
  const results = await Promise.allSettled(crowd);
  expect(results.filter(({ status }) => status === 'rejected').length).toBe(2);
  expect(results.flatMap((result) => (result.status === 'rejected' ? [(result.reason as { code: string }).code] : [])))
    .toEqual(['53300', '53300']);
});

test('a statement of a role ends with its time', async () => {
  await expect(as('points_auxiliary', 'select pg_sleep(3)')).rejects.toMatchObject({ code: '57014' });
});

test('a changed spec changes the roles', async () => {
  const roles = roleSpec.roles.map((role) => (role.name === 'points_auxiliary' ? { ...role, connections: 3 } : role));
  await setUp({ ...roleSpec, roles: [...roles, { name: 'points_report', may: 'read', connections: 1, statementTimeoutSeconds: 30 }] });
  expect(await administer('select rolconnlimit from pg_roles where rolname in (\'points_auxiliary\', \'points_report\') order by rolname'))
    .toEqual([{ rolconnlimit: 3 }, { rolconnlimit: 1 }]);
  expect(await as('points_report', 'select * from points.example')).toEqual([]);
});

test('a database that belongs to another stage is left as it is', async () => {
  const before = await state();
  const spec = { ...roleSpec, roles: roleSpec.roles.map((role) => ({ ...role, connections: 1 })) };
  await expect(setUp(spec, { stage: 'production', account: '222222222222' })).rejects.toThrow(
    'this database belongs to staging in account 111111111111, not to production in 222222222222',
  );
  expect(await state()).toEqual(before);
});

test('the prober, who may only read, sees how many sessions everybody has, and how many there may be', async () => {
  await setUp();
  await withConnection(loginAs(database.pair.primary, 'points_writer'), async () => {
    const [room] = await as<{ readonly sessions: number; readonly mostSessions: number }>('points_prober', ROOM);
    expect(room?.sessions).toBeGreaterThan(1);
    expect(room?.mostSessions).toBe(400);
  });
});
