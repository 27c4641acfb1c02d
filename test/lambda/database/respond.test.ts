import { readMasterLogin } from '../../../lambda/database/master-login';
import { respond, type DatabaseSetUp } from '../../../lambda/database/respond';
import type { CustomResourceRequest } from '../../../lambda/shared/custom-resource';
import { withConnection } from '../../../lib/edge/postgres/login';
import { Opened } from '../../../lib/edge/processes/opened';
import { identity, loginAs, startEmptyDatabase, type PointsDatabase } from '../../services/support/points-database';
import { roleSpecText } from '../../services/support/role-spec';

const opened = new Opened();
let database: PointsDatabase;
let setUp: DatabaseSetUp;

beforeAll(async () => {
  database = opened.add(await startEmptyDatabase());
  const { host, port } = database.pair.primary;
  const masterLogin = async () => ({ user: 'points_master', password: 'secret' });
  setUp = { ...identity, database: 'points', endpoint: { host, port, ssl: false }, masterLogin };
});
afterAll(() => opened[Symbol.asyncDispose]());

const request = (difference: Partial<CustomResourceRequest> = {}): CustomResourceRequest => ({
  RequestType: 'Create', ResponseURL: 'unused', StackId: 's', RequestId: 'r', LogicalResourceId: 'Roles',
  ResourceProperties: { Roles: roleSpecText, Stage: identity.stage, Account: identity.account }, ...difference,
});
const never = new AbortController().signal;

test('Create and Update set the roles up, Delete leaves them', async () => {
  await respond(request(), setUp, never);
  await respond(request({ RequestType: 'Update' }), setUp, never);
  await respond(request({ RequestType: 'Delete' }), setUp, never);
  const reader = loginAs(database.pair.primary, 'points_reader');
  const { rows } = await withConnection(reader, (client) => client.query('select stage from platform.identity'));
  expect(rows).toEqual([{ stage: 'staging' }]);
});

test('a request for another environment than the function\'s own is refused before the secret is read', async () => {
  const masterLogin = jest.fn();
  const strange = request({ ResourceProperties: { Roles: roleSpecText, Stage: 'production', Account: '222222222222' } });
  await expect(respond(strange, { ...setUp, masterLogin }, never))
    .rejects.toThrow('the request is for "production" in account 222222222222, this function for staging in 111111111111');
  expect(masterLogin).not.toHaveBeenCalled();
});

test('a spec that cannot be read is told with all that is wrong', async () => {
  const strange = request({ ResourceProperties: { Roles: '{}', Stage: identity.stage, Account: identity.account } });
  await expect(respond(strange, setUp, never)).rejects.toThrow(/^Roles.schema must be .*; Roles.roles must be an object, got nothing/);
});

test('when time is over the connection is cut, and nothing is left half done', async () => {
  const controller = new AbortController();
  const held = withConnection(loginAs(database.pair.primary, 'points_master'), async (client) => {
    // What the function takes first, so it waits here.
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock(7305001)');
    const waiting = respond(request(), setUp, controller.signal);
    const outcome = expect(waiting).rejects.toThrow(/Connection terminated/);
    await client.query('select pg_sleep(0.2)');
    controller.abort();
    await outcome;
  });
  await held;
});

describe('the master secret', () => {
  test('is read from JSON', () => {
    expect(readMasterLogin('{"username":"points_master","password":"p","host":"h","port":5432}'))
      .toEqual({ user: 'points_master', password: 'p' });
  });

  test.each([
    undefined, '', 'hunter2', 'null', '[]', '0', '{"username":"u"}',
    '{"username":"u","password":""}', '{"username":"hunter2","password":5}',
  ])('is refused without being quoted: %s', (secret) => {
    expect(() => readMasterLogin(secret)).toThrow(/^the master secret must be JSON with username and password$/);
  });
});
