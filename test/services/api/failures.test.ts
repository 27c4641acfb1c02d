import { seconds } from '../../../lib/core/units';
import { withConnection } from '../../../lib/edge/postgres/login';
import { administrator } from '../../../lib/edge/postgres/server';
import { Opened } from '../../../lib/edge/processes/opened';
import { wallClock } from '../../../lib/edge/time/wall-clock';
import { openDatabase, type Database, type DatabaseOptions } from '../../../services/api/src/database/open-database';
import { startApi } from '../../../services/api/src/start-api';
import { change } from '../../../services/shared/src/database/query';
import { machineTime } from '../../../services/shared/src/time';
import { lockTable } from '../support/lock-table';
import { caughtUp, identity, silentLog, startPointsDatabase, type PointsDatabase } from '../support/points-database';
import { databaseOptions, startTestApi, type TestAnswer, type TestApi } from './support/running-api';

const opened = new Opened();
let database: PointsDatabase;
let api: TestApi;

beforeAll(async () => {
  database = opened.add(await startPointsDatabase());
  // A replica's rest of five seconds takes a quarter of one here.
  const hurried = { ...machineTime, elapsedMs: () => machineTime.elapsedMs() * 20 };
  api = opened.add(await startTestApi(database.pair, { open: (options) => openDatabase({ ...options, time: hurried }) }));
});
afterAll(() => opened[Symbol.asyncDispose]());

/** Ends every session of a user, as an administrator or a failover does. */
const endSessionsOf = (user: string): Promise<unknown> => withConnection(administrator(database.pair.primary), (client) =>
  client.query('select pg_terminate_backend(pid) from pg_stat_activity where usename = $1', [user]));

/** A build whose writes go astray once it has started. */
function misled(options: DatabaseOptions): Database {
  const [reader] = options.readers;
  const straight = openDatabase(options);
  const astray = openDatabase({ ...options, writer: { ...options.writer, host: reader!.host, port: reader!.port } });
  return {
    ...straight,
    writer: { ...straight.writer, change: astray.writer.change, transaction: astray.writer.transaction },
    close: async () => void (await Promise.all([straight.close(), astray.close()])),
  };
}

test('a write that meets the replica fails with SQLSTATE 25006: 500 to the client, the same in the log with its causes', async () => {
  await using strange = await startTestApi(database.pair, { open: misled });
  expect(await strange.send({ memberId: 'anna', operation: 'earn', points: 1 })).toMatchObject({ status: 500, body: { code: '25006' } });
  expect(await strange.send({ memberId: 'anna', operation: 'use', points: 1 })).toMatchObject({ status: 500, body: { code: '25006' } });
  const lines = await strange.requestLines(2);
  expect(lines).toMatchObject([
    { level: 'error', outcome: 'failed', operation: 'earnPoints', sqlstate: '25006', ServerErrors: 1 },
    { level: 'error', outcome: 'failed', operation: 'usePoints', sqlstate: '25006', ServerErrors: 1 },
  ]);
  expect(lines[0]?.error)
    .toMatchObject({ name: 'DatabaseFailure', cause: { code: '25006', message: expect.stringContaining('read-only transaction') } });
});

test('a writer that reaches only the replica is never ready, so nothing listens', async () => {
  const { host, port } = database.pair.replica;
  const slow = { now: 0 };
  // Sleep takes no time here, but the minute that the database is given does pass.
  const time = { ...machineTime, elapsedMs: () => slow.now, sleep: async (ms: number) => void (slow.now += ms * 20) };
  const wrong = openDatabase({ ...databaseOptions(database.pair), writer: { host, port, user: 'points_writer' } });
  const settings = { port: 0, release: 'r1', service: 'api', ...identity };
  await expect(startApi(settings, { database: wrong, taskAccount: identity.account, log: silentLog, time }))
    .rejects.toThrow('a server in recovery, which takes no writes');
});

test('the reader may not write even where a statement slips through as a read', async () => {
  const options = databaseOptions(database.pair);
  const [reader] = options.readers;
  const slipped = openDatabase({ ...options, writer: { ...reader!, host: database.pair.primary.host, port: database.pair.primary.port } });
  await expect(slipped.writer.change(change('delete from points.entries', [], () => undefined)))
    .rejects.toMatchObject({ sqlstate: '25006' });
  await slipped.close();
});

test('the writer can change no entry, whatever its source says', async () => {
  await expect(api.database.writer.change(change('update points.entries set points = 1', [], () => undefined)))
    .rejects.toMatchObject({ sqlstate: '42501' });
  await expect(api.database.writer.change(change('delete from points.entries', [], () => undefined)))
    .rejects.toMatchObject({ sqlstate: '42501' });
});

test('sessions that the server ended are replaced without a customer noticing', async () => {
  for (let round = 0; round < 3; round += 1) {
    await endSessionsOf('points_writer');
    expect(await api.send({ memberId: 'ben', operation: 'earn', points: 1 })).toMatchObject({ status: 201, body: { balance: round + 1 } });
  }
});

test('a movement whose session is ended in the middle is recorded exactly once', async () => {
  await api.send({ memberId: 'cleo', operation: 'earn', points: 100 });
  let attempts = 0;
  const balance = await api.database.writer.transaction(async (session) => {
    attempts += 1;
    const [row] = await session.change(change(
      `update points.members set balance = balance - 10 where member_id = 'cleo' returning balance`, [], (fields) => Number(fields.balance),
    ));
    if (attempts === 1) await endSessionsOf('points_writer');
    await session.change(change('select 1', [], () => undefined));
    return row;
  });
  expect(attempts).toBe(2);
  expect(balance).toBe(90);
});

test('a statement that takes too long is ended by the role\'s own limit', async () => {
  const options = databaseOptions(database.pair);
  const short = openDatabase({ ...options, writer: { ...options.writer, user: 'points_auxiliary' } });
  await expect(short.writer.change(change('select pg_sleep(5)', [], () => undefined))).rejects.toMatchObject({ sqlstate: '57014' });
  await short.close();
});

describe('without a replica', () => {
  beforeAll(async () => {
    await api.send({ memberId: 'dora', operation: 'earn', points: 5 });
    await caughtUp(database.pair);
    await database.pair.replica.stop('immediate');
  });

  test('reads go to the primary, the service stays healthy, and only /ready says what is missing', async () => {
    expect(await api.send({ memberId: 'dora', operation: 'balance' })).toMatchObject({ status: 200, body: { balance: 5 } });
    expect((await fetch(`${api.url}/healthz`)).status).toBe(200);
    const ready = await fetch(`${api.url}/ready`);
    expect(ready.status).toBe(503);
    expect(await ready.json())
      .toMatchObject({ ready: false, checks: { primary: 'ok', reader: expect.stringContaining('no session with the database') } });
  });

  test('only a few reads at a time do; the others are told to come back', async () => {
    const blocker = await lockTable(database.pair.primary, 'points.members');
    const answers: TestAnswer[] = [];
    const reads = Array.from({ length: 10 }, async () => void answers.push(await api.send({ memberId: 'dora', operation: 'balance' })));
    while (answers.length < 8) await wallClock.sleep(seconds(0.01));
    expect(new Set(answers.map(({ status, body, headers }) => `${status} ${String(body.code)} ${headers.get('retry-after')}`)))
      .toEqual(new Set(['503 database-unavailable 1']));
    await blocker.release();
    await Promise.all(reads);
    expect(answers.slice(8).map(({ status }) => status)).toEqual([200, 200]);
  });

  test('reads return to the replica soon after it is back', async () => {
    await database.pair.replica.start();
    for (;;) {
      const ready = await fetch(`${api.url}/ready`);
      if (ready.status === 200) break;
      await wallClock.sleep(seconds(0.02));
    }
    expect(await api.send({ memberId: 'dora', operation: 'balance' })).toMatchObject({ status: 200 });
  });
});

test('without a primary writes are answered 503, reads go on, and writes work again when it is back', async () => {
  await database.pair.primary.stop('fast');
  expect(await api.send({ memberId: 'dora', operation: 'earn', points: 1, key: 'later' }))
    .toMatchObject({ status: 503, body: { code: 'database-unavailable' } });
  expect(await api.send({ memberId: 'dora', operation: 'balance' })).toMatchObject({ status: 200, body: { balance: 5 } });
  await database.pair.primary.start();
  expect(await api.send({ memberId: 'dora', operation: 'earn', points: 1, key: 'later' }))
    .toMatchObject({ status: 201, body: { balance: 6 } });
});
