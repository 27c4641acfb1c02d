import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { withConnection } from '../../../lib/edge/postgres/login';
import { Opened } from '../../../lib/edge/processes/opened';
import { disagreements } from '../../../services/shared/src/identity/disagreements';
import { IdentityMismatch } from '../../../services/shared/src/identity/identity';
import { proveIdentity } from '../../../services/shared/src/identity/prove-identity';
import { taskAccount } from '../../../services/shared/src/identity/task-account';
import { machineTime } from '../../../services/shared/src/time';
import { identity, loginAs, startPointsDatabase, type PointsDatabase } from '../support/points-database';
import { startTestApi } from './support/running-api';

const other = { stage: 'production', account: '222222222222' };

describe('the sources of an identity', () => {
  const agreeing = { settings: identity, taskAccount: identity.account, databases: { writer: identity, reader: identity } };

  test('that agree leave nothing to say', () => {
    expect(disagreements(agreeing)).toEqual([]);
  });

  test.each([
    ['the task runs in another account', { taskAccount: other.account }, ['ACCOUNT is 111111111111, but the task runs in 222222222222']],
    ['the writer has another stage\'s database', { databases: { writer: { ...identity, stage: 'production' }, reader: identity } },
      ['STAGE is staging, but the writer\'s database is of production']],
    ['the reader has another environment\'s database', { databases: { writer: identity, reader: other } },
      ['STAGE is staging, but the reader\'s database is of production',
        'ACCOUNT is 111111111111, but the reader\'s database is of 222222222222']],
  ])('are all named when %s', (_, difference, expected) => {
    expect(disagreements({ ...agreeing, ...difference })).toEqual(expected);
  });
});

test('a build with another account inside does not even ask a database', async () => {
  const asked = jest.fn();
  await expect(proveIdentity(identity, other.account, { writer: { select: asked } })).rejects.toThrow(IdentityMismatch);
  expect(asked).not.toHaveBeenCalled();
});

test('a database without an identity row belongs to nobody, so nobody is served from it', async () => {
  await expect(proveIdentity(identity, identity.account, { writer: { select: async () => [] } }))
    .rejects.toThrow('platform.identity is empty');
});

describe('the task\'s account', () => {
  async function metadata(answer: string, status = 200): Promise<AsyncDisposable & { readonly uri: string; readonly paths: string[] }> {
    const paths: string[] = [];
    const server = createServer((request, response) => {
      paths.push(request.url ?? '');
      response.writeHead(status).end(answer);
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    return {
      uri: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v4/abc`,
      paths,
      [Symbol.asyncDispose]: async () => {
        server.closeAllConnections();
        server.close();
      },
    };
  }
  const impatient = { ...machineTime, sleep: async () => undefined };

  test('is read from the ARN that ECS gives the task', async () => {
    const task = { Cluster: 'c', TaskARN: 'arn:aws:ecs:ap-northeast-2:222222222222:task/production-api/0123456789abcdef' };
    await using ecs = await metadata(JSON.stringify(task));
    expect(await taskAccount(ecs.uri, impatient)).toBe('222222222222');
    expect(ecs.paths).toEqual(['/v4/abc/task']);
  });

  test.each([['null', 200], ['[]', 200], ['0', 200], ['', 200], ['{}', 200], ['{"TaskARN":"x"}', 200], ['{}', 500]])(
    'is unknown after five answers such as %s with status %i', async (answer, status) => {
      await using ecs = await metadata(answer, status);
      await expect(taskAccount(ecs.uri, impatient)).rejects.toThrow(/the task's account is unknown: .*\/v4\/abc\/task gave no answer/);
      expect(ecs.paths).toHaveLength(5);
    });
});

describe('against a database', () => {
  const opened = new Opened();
  let database: PointsDatabase;
  beforeAll(async () => {
    database = opened.add(await startPointsDatabase());
  });
  afterAll(() => opened[Symbol.asyncDispose]());

  test('an API of the same environment starts', async () => {
    await using api = await startTestApi(database.pair);
    expect(await (await fetch(`${api.url}/ready`)).json())
      .toEqual({ ready: true, checks: { identity: 'ok', primary: 'ok', reader: 'ok' } });
  });

  test('an API of another environment refuses to listen', async () => {
    await expect(startTestApi(database.pair, { settings: other, taskAccount: other.account })).rejects.toThrow(
      'this task belongs to another environment: STAGE is production, but the writer\'s database is of staging; ACCOUNT is 222222222222, '
      + 'but the writer\'s database is of 111111111111; STAGE is production, but the reader\'s database is of staging; '
      + 'ACCOUNT is 222222222222, but the reader\'s database is of 111111111111',
    );
  });

  test.each(['points_owner', 'points_writer', 'points_master'])('%s cannot change the identity row', async (user) => {
    const changes = ['update platform.identity set stage = \'production\'', 'delete from platform.identity', 'truncate platform.identity'];
    for (const statement of changes) {
      await expect(withConnection(loginAs(database.pair.primary, user), (client) => client.query(statement))).rejects.toThrow(
        user === 'points_master' ? 'the identity of a database does not change' : 'permission denied',
      );
    }
  });
});
