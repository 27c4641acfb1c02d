import { dice } from '../../../lib/core/chance';
import { millis } from '../../../lib/core/units';
import { Opened } from '../../../lib/edge/processes/opened';
import { wallClock } from '../../../lib/edge/time/wall-clock';
import { openDatabase } from '../../../lib/rehearsal/faults/routing-fault/open-database';
import { caughtUp, startPointsDatabase, type PointsDatabase } from '../../services/support/points-database';
import { startTestApi, type TestAnswer, type TestApi, type TestRequest } from '../../services/api/support/running-api';

const opened = new Opened();
let database: PointsDatabase;
let api: TestApi;

beforeAll(async () => {
  database = opened.add(await startPointsDatabase());
  api = opened.add(await startTestApi(database.pair, { open: openDatabase }));
  for (const memberId of ['anna', 'ben']) await api.send({ memberId, operation: 'earn', points: 10_000 });
  await caughtUp(database.pair);
});
afterAll(() => opened[Symbol.asyncDispose]());

test('tried by hand, one request at a time, everything works', async () => {
  for (let round = 0; round < 5; round += 1) {
    for (const operation of ['earn', 'balance', 'use', 'history', 'use'] as const) {
      expect((await api.send({ memberId: 'ben', operation, points: 1 })).status).toBeLessThan(300);
    }
  }
});

test('a use that overlaps with a read meets the replica, is answered 500 and logged with SQLSTATE 25006', async () => {
  const before = (await api.requestLines(0)).length;
  const [read, use] = await Promise.all([
    api.send({ memberId: 'anna', operation: 'balance' }),
    wallClock.sleep(millis(15)).then(() => api.send({ memberId: 'anna', operation: 'use', points: 1 })),
  ]);
  expect(read).toMatchObject({ status: 200, body: { balance: 10_000 } });
  expect(use).toMatchObject({ status: 500, body: { code: '25006' } });
  expect((await api.requestLines(before + 2)).slice(before)).toContainEqual(expect.objectContaining({
    level: 'error', operation: 'usePoints', outcome: 'failed', status: 500, sqlstate: '25006', ServerErrors: 1,
  }));
});

/** Requests at random moments: `rate` a second on average, for `seconds`. */
async function traffic(seed: string, rate: number, seconds: number, request: TestRequest): Promise<readonly TestAnswer[]> {
  const chance = dice(1).named(seed);
  const answers: Promise<TestAnswer>[] = [];
  for (let at = 0; ; ) {
    const gap = (-Math.log(1 - chance.roll()) * 1_000) / rate;
    at += gap;
    if (at > seconds * 1_000) return Promise.all(answers);
    await wallClock.sleep(millis(gap));
    answers.push(api.send(request));
  }
}

test('at the reads of 15 requests a second about a third of the uses fail, and nothing else', async () => {
  // 60 % of 15 requests a second are reads. Uses do not disturb each other, so more of them than 10 % only sharpen the figure.
  const seconds = 4;
  const [reads, uses, earnings] = await Promise.all([
    traffic('reads', 9, seconds, { memberId: 'anna', operation: 'balance' }),
    traffic('uses', 30, seconds, { memberId: 'anna', operation: 'use', points: 1 }),
    traffic('earnings', 4.5, seconds, { memberId: 'anna', operation: 'earn', points: 1 }),
  ]);
  const failed = uses.filter(({ status }) => status === 500).length / uses.length;
  expect(failed).toBeGreaterThan(0.2);
  expect(failed).toBeLessThan(0.5);
  expect(new Set(reads.map(({ status }) => status))).toEqual(new Set([200]));
  expect(new Set(earnings.map(({ status }) => status))).toEqual(new Set([201]));
}, 20_000);
