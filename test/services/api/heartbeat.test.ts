import { withConnection } from '../../../lib/edge/postgres/login';
import { administrator } from '../../../lib/edge/postgres/server';
import { Opened } from '../../../lib/edge/processes/opened';
import { openDatabase, type Database } from '../../../services/api/src/database/open-database';
import { keepHeartbeat } from '../../../services/api/src/heartbeat/keep-heartbeat';
import { createLog } from '../../../services/shared/src/log/log';
import { machineTime } from '../../../services/shared/src/time';
import type { Line } from '../support/line';
import { caughtUp, startPointsDatabase, type PointsDatabase } from '../support/points-database';
import { databaseOptions } from './support/running-api';

const opened = new Opened();
let points: PointsDatabase;
let database: Database;

beforeAll(async () => {
  points = opened.add(await startPointsDatabase());
  database = openDatabase(databaseOptions(points.pair));
  opened.add({ [Symbol.asyncDispose]: () => database.close() });
});
afterAll(() => opened[Symbol.asyncDispose]());

const served = { stage: 'staging', service: 'api', release: 'r1' };

/** A heartbeat whose clock the test moves; `next` lets it beat once more, and gives the lines of that. */
function heartbeat(start: string) {
  const lines: Line[] = [];
  const clock = { now: new Date(start).getTime() };
  let tick = (): void => undefined;
  const time = { ...machineTime, now: () => new Date(clock.now), every: (_: number, action: () => void) => ((tick = action), () => undefined) };
  const log = createLog({ level: 'info', fields: {}, time, write: (line) => void lines.push(JSON.parse(line) as Line) });
  const end = keepHeartbeat({ writer: database.writer, reader: database.reader, served, log, time });
  const next = async (laterMs: number): Promise<readonly Line[]> => {
    clock.now += laterMs;
    const before = lines.length;
    tick();
    await end();
    return lines.slice(before);
  };
  return { first: async () => (await end(), lines), next };
}

const onReplica = (text: string): Promise<unknown> => withConnection(administrator(points.pair.replica), (client) => client.query(text));

test('the age on a replica is told as a metric of the service, without a release', async () => {
  const beats = heartbeat('2026-11-23T09:00:00Z');
  await beats.first();
  await caughtUp(points.pair);
  const [line] = (await beats.next(5_000)).filter(({ message }) => message === 'heartbeat');
  expect(line).toMatchObject({
    level: 'info', stage: 'staging', service: 'api', release: 'r1', Stage: 'staging', Service: 'api', HeartbeatAge: expect.any(Number),
    _aws: {
      Timestamp: new Date('2026-11-23T09:00:05Z').getTime(),
      CloudWatchMetrics: [{ Namespace: 'Changeover/Service', Dimensions: [['Stage', 'Service']], Metrics: [{ Name: 'HeartbeatAge', Unit: 'Milliseconds' }] }],
    },
  });
  expect([0, 5_000]).toContain(line?.['HeartbeatAge']);
});

test('a replica that falls behind is older by the second, and young again when it has caught up', async () => {
  const beats = heartbeat('2026-11-23T10:00:00Z');
  await beats.first();
  await caughtUp(points.pair);
  await onReplica('select pg_wal_replay_pause()');
  const ages = [];
  for (let count = 0; count < 3; count += 1) ages.push(...(await beats.next(30_000)).map((line) => line['HeartbeatAge']));
  expect(ages).toEqual([30_000, 60_000, 90_000]);
  await onReplica('select pg_wal_replay_resume()');
  await caughtUp(points.pair);
  expect((await beats.next(1_000))[0]?.['HeartbeatAge']).toBeLessThanOrEqual(1_000);
});

test('of several tasks the youngest beat counts, and a clock that is behind takes nothing back', async () => {
  await heartbeat('2026-11-23T11:00:00Z').first();
  await heartbeat('2026-11-23T10:59:59Z').first();
  await caughtUp(points.pair);
  const [line] = (await heartbeat('2026-11-23T10:59:58Z').first()).filter(({ message }) => message === 'heartbeat');
  expect(line).toMatchObject({ HeartbeatAge: 0 });
});

test('without a primary the age goes on, and nothing breaks', async () => {
  const beats = heartbeat('2026-11-23T12:00:00Z');
  await beats.first();
  await caughtUp(points.pair);
  await points.pair.primary.stop('fast');
  expect(await beats.next(20_000)).toMatchObject([
    { level: 'warn', message: 'the heartbeat was not written', error: { name: 'DatabaseFailure' } },
    { message: 'heartbeat', HeartbeatAge: 20_000 },
  ]);
  await points.pair.primary.start();
});
