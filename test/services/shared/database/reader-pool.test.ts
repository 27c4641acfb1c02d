import { Opened } from '../../../../lib/edge/processes/opened';
import { openPool } from '../../../../services/shared/src/database/open-pool';
import { select } from '../../../../services/shared/src/database/query';
import { readerPool } from '../../../../services/shared/src/database/reader-pool';
import { machineTime } from '../../../../services/shared/src/time';
import { startPointsDatabase, type PointsDatabase } from '../../support/points-database';

const opened = new Opened();
let database: PointsDatabase;
beforeAll(async () => {
  database = opened.add(await startPointsDatabase());
});
afterAll(() => opened[Symbol.asyncDispose]());

const limits = { sessions: 6, warmSessions: 2, connectTimeoutMs: 3_000, statementTimeoutMs: 8_000 };
const portAsked = select('select current_setting(\'port\')::int as port', [], ({ port }) => Number(port));

/** The pair's two servers and one that is not there, in the given order, as if all were replicas. */
function poolOver(ports: readonly number[]) {
  const clock = { now: 0 };
  const rested: number[] = [];
  const pools = ports.map((port) => openPool({
    endpoint: { host: database.pair.primary.host, port, user: 'points_reader' },
    database: 'points', credentials: { ssl: false, password: '' }, limits, applicationName: 'test', onIdleFailure: () => undefined,
  }));
  const reader = readerPool(pools, { ...machineTime, elapsedMs: () => clock.now }, (at) => rested.push(ports[at] as number));
  return { clock, rested, reader, [Symbol.asyncDispose]: async () => void (await Promise.all(pools.map((pool) => pool.end()))) };
}

test('replicas are taken in turn', async () => {
  await using pool = poolOver([5432, 5433]);
  const asked = [];
  for (let count = 0; count < 4; count += 1) asked.push(...(await pool.reader.select(portAsked)));
  expect(new Set(asked.slice(0, 2))).toEqual(new Set([5432, 5433]));
  expect(asked.slice(2)).toEqual(asked.slice(0, 2));
});

test('one that is away is tried once, then left alone for five seconds, and no read fails for it', async () => {
  await using pool = poolOver([5433, 6000]);
  for (let count = 0; count < 6; count += 1) expect(await pool.reader.select(portAsked)).toEqual([5433]);
  expect(pool.rested).toEqual([6000]);
  pool.clock.now = 5_000;
  for (let count = 0; count < 2; count += 1) expect(await pool.reader.select(portAsked)).toEqual([5433]);
  expect(pool.rested).toEqual([6000, 6000]);
});

test('when all are away reads fail at once', async () => {
  await using pool = poolOver([6000, 6001]);
  await expect(pool.reader.select(portAsked)).rejects.toMatchObject({ kind: 'unavailable' });
  await expect(pool.reader.select(portAsked)).rejects.toThrow('every replica was out of reach a moment ago');
  expect(pool.rested).toHaveLength(2);
});

test('one replica is enough to be warm, none is not', async () => {
  await using some = poolOver([6000, 5433]);
  await some.reader.warm();
  await using none = poolOver([6000, 6001]);
  await expect(none.reader.warm()).rejects.toMatchObject({ kind: 'unavailable' });
});
