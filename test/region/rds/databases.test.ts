import { Signer } from '@aws-sdk/rds-signer';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client, type ClientConfig } from 'pg';
import { hours, instant, minutes, seconds } from '../../../lib/core/units';
import { wallClock } from '../../../lib/edge/time/wall-clock';
import { Opened } from '../../../lib/edge/processes/opened';
import type { Created } from '../../../lib/region/cloudformation/provider';
import { PLACE } from '../support/resource-request';
import { roleArn, startTestRegion, type TestRegion } from '../support/test-region';
import { until } from '../support/until';

const opened = new Opened();
let region: TestRegion;
let group: Created;
let primary: Created;
let replica: Created;
let proxy: Created;

const PASSWORD = 'correct horse battery';
const USER = 'shop_writer';

beforeAll(async () => {
  region = await startTestRegion(opened, 600, true);
  group = await region.make('AWS::RDS::DBParameterGroup', { Family: 'postgres18', Description: 'd', Parameters: { 'rds.force_ssl': '1', log_min_duration_statement: '20', log_statement: 'ddl' } });
  primary = await region.make('AWS::RDS::DBInstance', instance({ DBInstanceIdentifier: 'points', DBName: 'points', MasterUsername: 'points_master', MasterUserPassword: PASSWORD }));
  replica = await region.make('AWS::RDS::DBInstance', instance({ DBInstanceIdentifier: 'points-replica', SourceDBInstanceIdentifier: primary.physicalId, Engine: undefined }));
  proxy = await region.make('AWS::RDS::DBProxy', { DBProxyName: 'writer', EngineFamily: 'POSTGRESQL', DefaultAuthScheme: 'IAM_AUTH', RequireTLS: true, RoleArn: roleArn('proxy') });
  await query(master(), `create role ${USER} login`);
  await query(master(), `grant rds_iam to ${USER}`);
  await query(master(), `create table points (n int)`);
  await query(master(), `grant all on points to ${USER}`);
}, 30_000);
afterAll(() => opened[Symbol.asyncDispose]());

const instance = (more: object): Record<string, unknown> => ({ Engine: 'postgres', DBParameterGroupName: group.physicalId, EnableIAMDatabaseAuthentication: true, EnableCloudwatchLogsExports: ['postgresql'], PubliclyAccessible: false, ...more });
const hostOf = (made: Created): string => String(made.attributes['Endpoint.Address'] ?? made.attributes['Endpoint']);

/** What leads to an address of the region, for a client that looks names up by itself. */
function at(made: Created, more: ClientConfig): ClientConfig {
  const host = hostOf(made);
  const ports = JSON.parse(readFileSync(join(region.directory, 'region', 'network.json'), 'utf8')) as Record<string, number>;
  return { host: '127.0.0.1', port: ports[`${host}:5432`]!, database: 'points', ssl: { ca: region.rootCertificate, servername: host }, ...more };
}
const master = (): ClientConfig => at(primary, { user: 'points_master', password: PASSWORD });
const token = (made: Created, username = USER, hostname = hostOf(made)): Promise<string> => new Signer({ hostname, port: 5432, username, region: PLACE.region, credentials: region.client.credentials }).getAuthToken();
const asWriter = async (made: Created): Promise<ClientConfig> => at(made, { user: USER, password: await token(made) });

async function query(config: ClientConfig, text: string): Promise<readonly Record<string, unknown>[]> {
  const client = new Client(config);
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

const log = (identifier: string, word: string): Promise<readonly string[]> => until(`the log of ${identifier} says ${word}`, () => {
  const found = region.logs.events(`/aws/rds/instance/${identifier}/postgresql`).map(({ message }) => message).filter((message) => message.includes(word));
  return found.length > 0 && found;
});
const metric = (name: string, dimensions: Record<string, string>, is: (value: number) => boolean): Promise<number> => until(`${name} is as expected`, () => {
  const now = region.clock.now();
  return region.metrics.read({ namespace: 'AWS/RDS', name, dimensions }, instant(now - hours(1)), instant(now + minutes(1)), now).map(({ value }) => ({ value })).find(({ value }) => is(value));
}).then(({ value }) => value);

describe('who gets in', () => {
  test('the master user, with the password and TLS', async () => {
    expect(await query(master(), 'select current_user, (select rolsuper from pg_roles where rolname = current_user) as super')).toEqual([{ current_user: 'points_master', super: false }]);
    await expect(query({ ...master(), password: 'wrong' }, 'select 1')).rejects.toMatchObject({ code: '28P01', message: 'password authentication failed for user "points_master"' });
  });

  test('nobody without TLS, and only under the name of the address', async () => {
    await expect(query({ ...master(), ssl: false }, 'select 1')).rejects.toMatchObject({ code: '28000', message: expect.stringMatching(/^no pg_hba\.conf entry for host .*, no encryption$/) });
    await expect(query({ ...master(), ssl: { ca: region.rootCertificate, servername: 'elsewhere.example.com' } }, 'select 1')).rejects.toMatchObject({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
    await expect(query({ ...master(), ssl: { servername: hostOf(primary) } }, 'select 1')).rejects.toThrow(/certificate/);
  });

  test('a member of rds_iam with a token for this address, and only with one', async () => {
    expect(await query(await asWriter(primary), 'select current_user')).toEqual([{ current_user: USER }]);
    const refused = (password: string) => expect(query(at(primary, { user: USER, password }), 'select 1')).rejects;
    await refused('password').toMatchObject({ code: '28P01', message: expect.stringMatching(/^PAM authentication failed for user "shop_writer"/) });
    await refused(await token(replica)).toThrow(/it was made for points-replica\./);
    await refused(await token(primary, 'points_master')).toThrow(/it was made for the user points_master/);
    await refused((await token(primary)).replace(/(X-Amz-Signature=)../, '$100')).toThrow(/its signature is wrong/);
  });

  test('a token is good for a quarter of an hour', async () => {
    const old = await token(primary);
    const now = jest.spyOn(wallClock, 'now').mockReturnValue(instant(wallClock.now() + seconds(901)));
    await expect(query(at(primary, { user: USER, password: old }), 'select 1')).rejects.toThrow(/it has expired/);
    now.mockRestore();
  });

  test('nobody whom nobody knows, or who is no member', async () => {
    await query(master(), 'create role outsider login');
    await expect(query(at(primary, { user: 'outsider', password: await token(primary, 'outsider') }), 'select 1')).rejects.toMatchObject({ code: '28P01' });
    await expect(query(at(primary, { user: 'nobody', password: await token(primary, 'nobody') }), 'select 1')).rejects.toMatchObject({ code: '28P01' });
  });
});

test('the replica shows what the primary commits, and takes no writes', async () => {
  await query(await asWriter(primary), 'insert into points values (7)');
  await until('the replica has it', async () => (await query(await asWriter(replica), 'select n from points where n = 7')).length === 1);
  await expect(query(await asWriter(replica), 'insert into points values (8)')).rejects.toMatchObject({ code: '25006' });
});

test('a proxy leads to the primary as soon as it has a target, for tokens only', async () => {
  expect(() => at(proxy, {}).port).not.toThrow();
  expect(at(proxy, {}).port).toBeUndefined();
  const targets = await region.make('AWS::RDS::DBProxyTargetGroup', { DBProxyName: 'writer', TargetGroupName: 'default', DBInstanceIdentifiers: [primary.physicalId] });
  expect(await query(await asWriter(proxy), 'select pg_is_in_recovery() as replica')).toEqual([{ replica: false }]);
  await expect(query(at(proxy, { user: 'points_master', password: PASSWORD }), 'select 1')).rejects.toMatchObject({ code: '28P01' });
  const client = new Client(await asWriter(proxy));
  await client.connect();
  await metric('ClientConnections', { ProxyName: 'writer' }, (count) => count === 1);
  await client.end();
  await region.registry.provider('AWS::RDS::DBProxyTargetGroup')!.delete(undefined as never, { ...targets, properties: { DBProxyName: 'writer' } });
  expect(at(proxy, {}).port).toBeUndefined();
});

describe('a parameter group', () => {
  const change = (Parameters: object) => region.registry.provider('AWS::RDS::DBParameterGroup')!.update({ place: PLACE, stackName: '', stackId: '', logicalId: '', type: '', metadata: {}, properties: { Family: 'postgres18', Parameters } }, { ...group, properties: {} });
  const shown = async (made: Created, name: string) => Object.values((await query(await asWriter(made), `show ${name}`))[0]!)[0];

  test('is in force in primary and replica, and what it logs is in the log group of each instance', async () => {
    expect([await shown(primary, 'log_min_duration_statement'), await shown(replica, 'log_min_duration_statement')]).toEqual(['20ms', '20ms']);
    await query(await asWriter(primary), 'select pg_sleep(0.05),\n \'on the primary\'');
    await query(await asWriter(replica), 'select pg_sleep(0.05)');
    const [entry] = await log('points', 'on the primary');
    expect(entry).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC:\[local\]:shop_writer@points:\[\d+\]:LOG: {2}duration: \d+\.\d+ ms {2}statement: select pg_sleep\(0\.05\),\n\t? *'on the primary'$/);
    expect(await log('points', 'create table points')).toHaveLength(1);
    await log('points-replica', 'select pg_sleep(0.05)');
    expect(region.logs.events('/aws/rds/instance/points/postgresql')[0]!.stream).toBe('points.0');
  });

  test('that changes is in force at once, and what it no longer says is as PostgreSQL has it', async () => {
    await change({ statement_timeout: '1234', log_min_duration_statement: '20' });
    const now = () => Promise.all([shown(primary, 'statement_timeout'), shown(replica, 'statement_timeout'), shown(primary, 'log_statement')]);
    await until('the servers have it', async () => JSON.stringify(await now()) === '["1234ms","1234ms","none"]');
  });

  test.each([
    ['a parameter that is none', { log_min_duration: '1' }, 'Could not find parameter with name: log_min_duration'],
    ['one that needs a restart', { max_connections: '5' }, 'Could not find parameter with name: max_connections'],
    ['a value that is none', { log_statement: 'everything' }, 'invalid value for parameter "log_statement": "everything"'],
    ['connections without TLS', { 'rds.force_ssl': '0' }, 'rds.force_ssl must be 1, got 0'],
  ])('with %s is refused, and what was in force stays', async (_, parameters, message) => {
    const before = await shown(primary, 'log_min_duration_statement');
    await expect(change(parameters)).rejects.toThrow(message);
    await until('it stands', async () => (await shown(primary, 'log_min_duration_statement')) === before);
  });

  test('that an instance follows stays', async () => {
    await expect(region.registry.provider('AWS::RDS::DBParameterGroup')!.delete(undefined as never, { ...group, properties: {} })).rejects.toMatchObject({ code: 'InvalidDBParameterGroupState' });
  });
});

test('every minute there are the sessions of each instance, as the server counts them, and the lag of the replica', async () => {
  const DBInstanceIdentifier = 'points';
  const clients = await Promise.all([1, 2, 3].map(async () => {
    const client = new Client(await asWriter(primary));
    await client.connect();
    return client;
  }));
  await metric('DatabaseConnections', { DBInstanceIdentifier }, (count) => count === 3);
  void clients[0]!.query('select pg_sleep(1.5)').catch(() => undefined);
  await metric('DBLoad', { DBInstanceIdentifier }, (active) => active === 1);
  await Promise.all(clients.map((client) => client.end()));
  expect(await metric('ReplicaLag', { DBInstanceIdentifier: 'points-replica' }, () => true)).toBeGreaterThanOrEqual(0);
  expect(region.metrics.known().some((name) => name.startsWith('AWS/RDS/ReplicaLag{DBInstanceIdentifier=points}'))).toBe(false);
});

test('a primary that is killed is there again after a minute and a half: the same address, what was committed, and the replica behind it', async () => {
  const { data } = region.databases.sources.get('points')!.pair.primary;
  const before = region.clock.now();
  process.kill(Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0]), 'SIGKILL');
  await until('nobody gets in', async () => (await query(master(), 'select 1').catch(({ code }: { code?: string }) => code)) === '57P03');
  await until('it is there again', async () => (await query(master(), 'select n from points where n = 7').catch(() => [])).length === 1);
  expect(region.clock.now() - before).toBeGreaterThanOrEqual(seconds(90));
  await query(master(), 'insert into points values (9)');
  await until('the replica has it', async () => (await query(await asWriter(replica), 'select n from points where n = 9')).length === 1);
});

test.each<[string, object, RegExp]>([
  ['another engine', { Engine: 'mysql' }, /runs the engine postgres, got mysql/],
  ['a public address', { PubliclyAccessible: true }, /PubliclyAccessible only as false, got true/],
  ['a short password', { MasterUserPassword: 'short' }, /shorter than 8 characters/],
  ['a log that it does not have', { EnableCloudwatchLogsExports: ['audit'] }, /log types 'audit'/],
  ['a property that the region does not serve', { DBSnapshotIdentifier: 'x' }, /does not serve AWS::RDS::DBInstance\.DBSnapshotIdentifier/],
  ['a replica of nothing', { SourceDBInstanceIdentifier: 'gone' }, /DBInstance gone not found/],
  ['the name of another instance', { DBInstanceIdentifier: 'points' }, /DB instance already exists/],
])('%s is refused', async (_, more, message) => {
  await expect(region.make('AWS::RDS::DBInstance', instance({ DBName: 'x', MasterUsername: 'm', MasterUserPassword: PASSWORD, DBInstanceIdentifier: 'other', ...more }))).rejects.toThrow(message);
});

test.each<[object, RegExp]>([
  [{ RequireTLS: false }, /RequireTLS only as true, got false/],
  [{ DefaultAuthScheme: 'NONE' }, /take tokens only/],
  [{ EngineFamily: 'MYSQL' }, /EngineFamily only as POSTGRESQL/],
  [{}, /DB proxy writer already exists/],
])('a proxy with %j is refused', async (more, message) => {
  await expect(region.make('AWS::RDS::DBProxy', { DBProxyName: 'writer', EngineFamily: 'POSTGRESQL', DefaultAuthScheme: 'IAM_AUTH', RequireTLS: true, RoleArn: roleArn('proxy'), ...more })).rejects.toThrow(message);
});

test('an instance that is deleted has no address and no servers any more', async () => {
  const other = await region.make('AWS::RDS::DBInstance', instance({ DBInstanceIdentifier: 'other', DBName: 'points', MasterUsername: 'm', MasterUserPassword: PASSWORD }));
  const { port } = at(other, {});
  await region.registry.provider('AWS::RDS::DBInstance')!.delete(undefined as never, { ...other, properties: {} });
  expect(at(other, {}).port).toBeUndefined();
  await expect(query({ ...at(other, { user: 'm', password: PASSWORD }), port }, 'select 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  expect(region.databases.observer('other')).toBeUndefined();
});
