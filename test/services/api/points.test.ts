import { dice } from '../../../lib/core/chance';
import { withConnection } from '../../../lib/edge/postgres/login';
import { Opened } from '../../../lib/edge/processes/opened';
import { caughtUp, identity, loginAs, startPointsDatabase, type PointsDatabase } from '../support/points-database';
import { startTestApi, type TestApi } from './support/running-api';

const opened = new Opened();
let database: PointsDatabase;
let api: TestApi;

beforeAll(async () => {
  database = opened.add(await startPointsDatabase());
  api = opened.add(await startTestApi(database.pair));
});
afterAll(() => opened[Symbol.asyncDispose]());

test('points that were earned can be used, and the books show both', async () => {
  const earned = await api.send({ memberId: 'anna', operation: 'earn', points: 10 });
  expect(earned).toMatchObject({ status: 201, body: { points: 10, balance: 10 } });
  expect(await api.send({ memberId: 'anna', operation: 'use', points: 4 })).toMatchObject({ status: 201, body: { points: 4, balance: 6 } });
  await caughtUp(database.pair);
  expect(await api.send({ memberId: 'anna', operation: 'balance' }))
    .toMatchObject({ status: 200, body: { shopId: 'shop-1', memberId: 'anna', balance: 6 } });
  const { body } = await api.send({ memberId: 'anna', operation: 'history' });
  expect(body.entries).toMatchObject([
    { movement: 'use', points: 4, balance: 6 },
    { movement: 'earn', points: 10, balance: 10, entryId: earned.body.entryId },
  ]);
});

test('each entry says where the task ran that wrote it, whatever the release is called', async () => {
  await api.send({ memberId: 'amy', operation: 'earn', points: 2 });
  await api.send({ memberId: 'amy', operation: 'use', points: 1 });
  const { rows } = await withConnection(loginAs(database.pair.primary, 'points_writer'), (client) =>
    client.query("select account from points.entries where member_id = 'amy'"));
  expect(rows).toEqual([{ account: identity.account }, { account: identity.account }]);
});

test('a member who never earned has a balance of zero, an empty history and nothing to use', async () => {
  expect((await api.send({ memberId: 'nobody', operation: 'balance' })).body).toMatchObject({ balance: 0 });
  expect((await api.send({ memberId: 'nobody', operation: 'history' })).body).toMatchObject({ entries: [] });
  expect(await api.send({ memberId: 'nobody', operation: 'use', points: 1 }))
    .toMatchObject({ status: 409, body: { code: 'insufficient-points' } });
});

test('a use beyond the balance is refused and takes nothing', async () => {
  await api.send({ memberId: 'ben', operation: 'earn', points: 5 });
  expect(await api.send({ memberId: 'ben', operation: 'use', points: 6 }))
    .toMatchObject({ status: 409, body: { code: 'insufficient-points' } });
  expect(await api.send({ memberId: 'ben', operation: 'use', points: 5 })).toMatchObject({ status: 201, body: { balance: 0 } });
});

test.each(['earn', 'use'] as const)('a repeated %s gets its first answer, whatever happened since', async (operation) => {
  const memberId = `repeats-${operation}`;
  await api.send({ memberId, operation: 'earn', points: 100 });
  const movement = { memberId, operation, points: 7, key: 'once' };
  const first = await api.send(movement);
  await api.send({ memberId, operation: 'earn', points: 50 });
  const again = await api.send(movement);
  expect(again).toMatchObject({ status: 201, body: first.body });
  expect(first.status).toBe(201);
});

test('the same key with other points, or for the other movement, is refused', async () => {
  await api.send({ memberId: 'cleo', operation: 'earn', points: 10, key: 'taken' });
  expect(await api.send({ memberId: 'cleo', operation: 'earn', points: 11, key: 'taken' }))
    .toMatchObject({ status: 422, body: { code: 'key-reused' } });
  expect(await api.send({ memberId: 'cleo', operation: 'use', points: 10, key: 'taken' }))
    .toMatchObject({ status: 422, body: { code: 'key-reused' } });
  expect(await api.send({ memberId: 'cleo', operation: 'use', points: 10 })).toMatchObject({ status: 201, body: { balance: 0 } });
});

test('two members may use the same key', async () => {
  const earn = { operation: 'earn', points: 3, key: 'shared' } as const;
  const [one, other] = await Promise.all(['dora', 'emil'].map((memberId) => api.send({ memberId, ...earn })));
  expect([one?.status, other?.status]).toEqual([201, 201]);
  expect(one?.body.entryId).not.toBe(other?.body.entryId);
});

test.each(['earn', 'use'] as const)('one %s that arrives twenty times at once is recorded once', async (operation) => {
  const memberId = `crowd-${operation}`;
  await api.send({ memberId, operation: 'earn', points: 100 });
  const answers = await Promise.all(Array.from({ length: 20 }, () => api.send({ memberId, operation, points: 9, key: 'till-17' })));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
  expect(new Set(answers.map(({ body }) => body.entryId)).size).toBe(1);
  const balance = operation === 'earn' ? 109 : 91;
  expect(answers[0]?.body.balance).toBe(balance);
});

test.each([1, 2, 3])('uses side by side never take a balance below zero (seed %i)', async (seed) => {
  const { between } = dice(seed);
  const memberId = `overdrawn-${seed}`;
  const start = 100;
  await api.send({ memberId, operation: 'earn', points: start });
  const wanted = Array.from({ length: 40 }, () => Math.floor(between(1, 15)));
  const answers = await Promise.all(wanted.map((points) => api.send({ memberId, operation: 'use', points })));
  const taken = wanted.filter((_, at) => answers[at]?.status === 201).reduce((sum, points) => sum + points, 0);
  const balances = answers.flatMap(({ status, body }) => (status === 201 ? [body.balance as number] : []));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201, 409]));
  expect(Math.min(...balances)).toBe(start - taken);
  expect(Math.min(...balances)).toBeGreaterThanOrEqual(0);
  // Each use saw what the one before it left.
  expect(new Set(balances).size).toBe(balances.length);
});

test('history comes in pages, newest first', async () => {
  for (const points of [1, 2, 3, 4, 5]) await api.send({ memberId: 'fritz', operation: 'earn', points });
  await caughtUp(database.pair);
  const first = (await api.send({ memberId: 'fritz', operation: 'history', query: '?limit=2' })).body;
  const second = (await api.send({ memberId: 'fritz', operation: 'history', query: `?limit=2&before=${String(first.next)}` })).body;
  const third = (await api.send({ memberId: 'fritz', operation: 'history', query: `?limit=2&before=${String(second.next)}` })).body;
  const points = [first, second, third].flatMap(({ entries }) => (entries as { points: number }[]).map((entry) => entry.points));
  expect(points).toEqual([5, 4, 3, 2, 1]);
  expect(third.next).toBeUndefined();
});

test('a write of the probe tells which server took it, a customer\'s does not', async () => {
  const headers = { 'x-changeover-synthetic': 'probe' };
  const probe = await api.send({ shopId: 'probe', memberId: 'probe-l1', operation: 'earn', points: 1, headers });
  expect(JSON.parse(probe.headers.get('x-changeover-database') ?? '')).toEqual({ recovery: false, server: '' });
  const used = await api.send({ shopId: 'probe', memberId: 'probe-l1', operation: 'use', points: 1, headers });
  expect(JSON.parse(used.headers.get('x-changeover-database') ?? '')).toEqual({ recovery: false, server: '' });
  const customer = await api.send({ memberId: 'gina', operation: 'earn', points: 1, headers });
  expect(customer.headers.get('x-changeover-database')).toBeNull();
});

test('the probes\' shop is closed to requests without the probes\' header', async () => {
  expect(await api.send({ shopId: 'probe', memberId: 'x', operation: 'earn', points: 1 }))
    .toMatchObject({ status: 403, body: { code: 'reserved-shop' } });
});

test('every answer names the release, errors and health included', async () => {
  const answers = await Promise.all([
    fetch(`${api.url}/healthz`), fetch(`${api.url}/ready`), fetch(`${api.url}/nowhere`), fetch(`${api.url}/v1/shops/s/members/m/balance`),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 404, 200]);
  expect(answers.map(({ headers }) => headers.get('x-changeover-release'))).toEqual(['r1', 'r1', 'r1', 'r1']);
});

describe('a request that cannot be understood is refused with what must hold', () => {
  const post = async (body: string, headers: Record<string, string> = { 'idempotency-key': 'k' }): Promise<object> => {
    const response = await fetch(`${api.url}/v1/shops/shop-1/members/m/earn`, { method: 'POST', body, headers });
    return { status: response.status, ...((await response.json()) as object) };
  };

  test.each([
    '', 'null', '[]', '0', '"x"', '{}', '{"points":0}', '{"points":-5}', '{"points":1.5}', '{"points":"5"}', '{"points":1000001}',
    '{"points":1,"poins":2}',
  ])('the body %s', async (body) => {
    const message = 'the body must be {"points": n} with a whole number from 1 to 1000000';
    expect(await post(body)).toEqual({ status: 400, code: 'invalid-request', message });
  });

  test('no key', async () => {
    expect(await post('{"points":1}', {}))
      .toMatchObject({ status: 400, code: 'invalid-request', message: expect.stringContaining('Idempotency-Key must hold 1 to 128') });
  });

  test('a body longer than any valid one', async () => {
    expect(await post(`{"points":1,"x":"${'x'.repeat(5_000)}"}`)).toMatchObject({ status: 413, code: 'too-large' });
  });

  test('a name with other characters', async () => {
    expect(await api.send({ memberId: 'a%20b', operation: 'balance' }))
      .toMatchObject({ status: 400, body: { message: expect.stringContaining('memberId must be') } });
  });

  test.each(['?limit=0', '?limit=101', '?limit=x', '?before=abc'])('a page such as %s', async (query) => {
    expect(await api.send({ memberId: 'm', operation: 'history', query }))
      .toMatchObject({ status: 400, body: { code: 'invalid-request' } });
  });
});
