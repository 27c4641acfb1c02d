import { withConnection } from '../../../lib/edge/postgres/login';
import { administrator } from '../../../lib/edge/postgres/server';
import { Opened } from '../../../lib/edge/processes/opened';
import { machineTime } from '../../../services/shared/src/time';
import { startTestApi } from '../api/support/running-api';
import { lockTable } from '../support/lock-table';
import { caughtUp, loginAs, startPointsDatabase, type PointsDatabase } from '../support/points-database';
import { startTestAuxiliary, type TestAuxiliary } from './support/running-auxiliary';

const opened = new Opened();
let database: PointsDatabase;
let shops: TestAuxiliary;

beforeAll(async () => {
  database = opened.add(await startPointsDatabase());
  await using api = await startTestApi(database.pair);
  const points = [['anna', 'earn', 30], ['ben', 'earn', 50], ['cleo', 'earn', 50], ['ben', 'use', 10]] as const;
  for (const [memberId, operation, count] of points) await api.send({ memberId, operation, points: count });
  await api.send({ shopId: 'shop-2', memberId: 'dora', operation: 'earn', points: 7 });
  await caughtUp(database.pair);
  // A replica's rest of five seconds takes a quarter of one here.
  shops = opened.add(await startTestAuxiliary(database.pair, { ...machineTime, elapsedMs: () => machineTime.elapsedMs() * 20 }));
});
afterAll(() => opened[Symbol.asyncDispose]());

test('a shop in figures', async () => {
  expect((await shops.get('/v1/shops/shop-1/statistics')).body)
    .toEqual({ shopId: 'shop-1', members: 3, points: 120, movements: 4, earned: 130, used: 10 });
});

test('a shop that nobody knows has figures of zero and nobody to rank', async () => {
  expect(await shops.get('/v1/shops/nowhere/statistics'))
    .toMatchObject({ status: 200, body: { members: 0, points: 0, movements: 0, earned: 0, used: 0 } });
  expect((await shops.get('/v1/shops/nowhere/ranking')).body).toEqual({ shopId: 'nowhere', members: [] });
});

test('members are ranked by their points, equal ones by their names, up to the limit', async () => {
  expect((await shops.get('/v1/shops/shop-1/ranking')).body['members'])
    .toEqual([{ memberId: 'cleo', points: 50 }, { memberId: 'ben', points: 40 }, { memberId: 'anna', points: 30 }]);
  expect((await shops.get('/v1/shops/shop-1/ranking?limit=1')).body['members']).toEqual([{ memberId: 'cleo', points: 50 }]);
});

test('a wish for a digest goes into the queue under its key', async () => {
  const answer = await shops.post('/v1/shops/shop-1/digests', { day: '2026-11-23' }, { 'idempotency-key': 'monday', 'x-amzn-trace-id': 'Root=1-67891233-abcdef012345678912345678' });
  expect(answer).toMatchObject({ status: 202, body: { shopId: 'shop-1', key: 'monday', day: '2026-11-23' } });
  expect(shops.sent.at(-1)).toEqual({
    shopId: 'shop-1', key: 'monday', day: '2026-11-23', requestId: '1-67891233-abcdef012345678912345678', synthetic: false,
  });
});

test("a probe is marked in the queue too, and counted as nobody's request", async () => {
  const headers = { 'idempotency-key': 'probe-1', 'x-changeover-synthetic': 'probe' };
  expect(await shops.post('/v1/shops/probe/digests', { day: '2026-11-23' }, headers)).toMatchObject({ status: 202 });
  expect(shops.sent.at(-1)).toMatchObject({ shopId: 'probe', synthetic: true });
  expect(await shops.get('/v1/shops/probe/statistics')).toMatchObject({ status: 403, body: { code: 'reserved-shop' } });
  const lines = (await shops.requestLines(1)).filter(({ synthetic }) => synthetic === true);
  expect(lines.length).toBeGreaterThan(0);
  for (const line of lines) expect(line).not.toHaveProperty('Requests');
});

test.each([
  ['a day that does not exist', { day: '2026-02-30' }, { 'idempotency-key': 'k' }, 'with a day such as 2026-11-23'],
  ['more than a day', { day: '2026-02-03', hour: 5 }, { 'idempotency-key': 'k' }, 'the body must be {"day": "..."}'],
  ['no body', null, { 'idempotency-key': 'k' }, 'the body must be'],
  ['no key', { day: '2026-02-03' }, {}, 'chosen anew for each digest'],
])('a wish with %s is refused', async (_, body, headers, message) => {
  const before = shops.sent.length;
  expect(await shops.post('/v1/shops/shop-1/digests', body, headers))
    .toMatchObject({ status: 400, body: { code: 'invalid-request', message: expect.stringContaining(message) } });
  expect(shops.sent.length).toBe(before);
});

test.each(['0', '101', 'many', '1.5'])('a ranking of %s members is refused', async (limit) => {
  expect(await shops.get(`/v1/shops/shop-1/ranking?limit=${limit}`)).toMatchObject({ status: 400 });
});

test('a request is one line with its metrics, of this service', async () => {
  const line = (await shops.requestLines(1))[0];
  expect(line).toMatchObject({ service: 'auxiliary', operation: 'getStatistics', outcome: 'ok', Service: 'auxiliary', Requests: 1 });
});

test('the database user of the service can change nothing, and has no more sessions than its cap', async () => {
  await expect(withConnection(loginAs(database.pair.primary, 'points_auxiliary'), (client) => client.query('delete from points.members')))
    .rejects.toMatchObject({ code: '25006' });
  const writes = 'begin; set transaction read write; delete from points.members';
  await expect(withConnection(loginAs(database.pair.primary, 'points_auxiliary'), (client) => client.query(writes))).rejects.toMatchObject({ code: '42501' });
});

describe('a replica that has no time', () => {
  test('is answered 503 with Retry-After when its own limit ends a statement, and no other request is refused for it', async () => {
    const blocker = await lockOnReplica();
    const answer = await shops.get('/v1/shops/shop-1/ranking');
    await blocker.release();
    expect(answer).toMatchObject({ status: 503, body: { code: '57014' } });
    expect(answer.headers.get('retry-after')).toBe('1');
    expect(await shops.get('/v1/shops/shop-1/ranking')).toMatchObject({ status: 200 });
  });

  test('is not waited for by a crowd: all are answered within seconds, none hangs', async () => {
    const blocker = await lockOnReplica();
    const start = machineTime.elapsedMs();
    const answers = await Promise.all(Array.from({ length: 30 }, () => shops.get('/v1/shops/shop-1/statistics')));
    expect(machineTime.elapsedMs() - start).toBeLessThan(5_000);
    await blocker.release();
    expect(new Set(answers.map(({ status, headers }) => `${status} ${headers.get('retry-after')}`))).toEqual(new Set(['503 1']));
    await readsWork();
  });
});

test('while others use up the cap of the role the answer is 503 at once, and the API notices nothing', async () => {
  await using api = await startTestApi(database.pair);
  const others = await occupy(2);
  const answers = await Promise.all(Array.from({ length: 6 }, () => shops.get('/v1/shops/shop-1/statistics')));
  expect(new Set(answers.map(({ status, headers }) => `${status} ${headers.get('retry-after')}`))).toEqual(new Set(['503 1']));
  expect(answers.map(({ body }) => body['code'])).toContain('53300');
  expect(await api.send({ memberId: 'anna', operation: 'balance' })).toMatchObject({ status: 200 });
  expect(await api.send({ memberId: 'anna', operation: 'earn', points: 1 })).toMatchObject({ status: 201 });
  await others.release();
  await readsWork();
});

test('without a queue a wish is answered 503, and reads go on', async () => {
  const [answer, statistics] = await shops.withoutQueue(() => Promise.all([
    shops.post('/v1/shops/shop-1/digests', { day: '2026-11-23' }, { 'idempotency-key': 'k' }), shops.get('/v1/shops/shop-1/statistics'),
  ]));
  expect(answer).toMatchObject({ status: 503, body: { code: 'queue-unavailable' } });
  expect(answer.headers.get('retry-after')).toBe('1');
  expect(statistics).toMatchObject({ status: 200 });
  expect(shops.lines.find(({ error }) => (error as { name?: string } | undefined)?.name === 'Unavailable'))
    .toMatchObject({ level: 'error', operation: 'requestDigest', ServerErrors: 1, error: { cause: { message: 'ECONNREFUSED' } } });
});

test('without a replica every read is answered 503 at once, the task stays healthy, and reads work again when it is back', async () => {
  await database.pair.replica.stop('immediate');
  const answer = await shops.get('/v1/shops/shop-1/statistics');
  expect(answer).toMatchObject({ status: 503, body: { code: 'database-unavailable' } });
  expect(answer.headers.get('retry-after')).toBe('1');
  expect((await fetch(`${shops.url}/healthz`)).status).toBe(200);
  expect(await shops.get('/ready')).toMatchObject({ status: 503, body: { checks: { reader: expect.stringContaining('no session') } } });
  await database.pair.replica.start();
  await readsWork();
});

/** A replica that could not be reached is left alone for some seconds. */
async function readsWork(): Promise<void> {
  while ((await shops.get('/v1/shops/shop-1/statistics')).status !== 200) await machineTime.sleep(20);
}

/** Holds the members against every read on the replica: a lock is taken on the primary and replayed there. */
async function lockOnReplica(): Promise<{ release(): Promise<void> }> {
  const blocker = await lockTable(database.pair.primary, 'points.members');
  await withConnection(administrator(database.pair.primary), (client) => client.query('select pg_switch_wal()'));
  await caughtUp(database.pair);
  return blocker;
}

/** Takes all sessions that the role may have on the replica. */
async function occupy(cap: number): Promise<{ release(): Promise<void> }> {
  let free = (): void => undefined;
  const until = new Promise<void>((resolve) => (free = resolve));
  await withConnection(administrator(database.pair.replica), (client) => client.query(`select pg_terminate_backend(pid) from pg_stat_activity where usename = 'points_auxiliary'`));
  const taken = Array.from({ length: cap }, () => {
    let here = (): void => undefined;
    const there = new Promise<void>((resolve) => (here = resolve));
    const done = withConnection(loginAs(database.pair.replica, 'points_auxiliary'), async () => {
      here();
      await until;
    });
    return { there, done };
  });
  await Promise.all(taken.map(({ there }) => there));
  return {
    release: async () => {
      free();
      await Promise.all(taken.map(({ done }) => done));
    },
  };
}
