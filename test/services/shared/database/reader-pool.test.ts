import { Opened } from '../../../../lib/edge/processes/opened';
import { withConnection } from '../../../../lib/edge/postgres/login';
import { openPool } from '../../../../services/shared/src/database/open-pool';
import type { PoolLimits } from '../../../../services/shared/src/database/pool-limits';
import { select } from '../../../../services/shared/src/database/query';
import { readerPool } from '../../../../services/shared/src/database/reader-pool';
import { machineTime } from '../../../../services/shared/src/time';
import { loginAs, startPointsDatabase, type PointsDatabase } from '../../support/points-database';

const opened = new Opened();
let database: PointsDatabase;
beforeAll(async () => {
  database = opened.add(await startPointsDatabase());
});
afterAll(() => opened[Symbol.asyncDispose]());

const sixSessions = { sessions: 6, warmSessions: 2, connectTimeoutMs: 3_000, statementTimeoutMs: 8_000 };
const portAsked = select('select current_setting(\'port\')::int as port', [], ({ port }) => Number(port));

/** The pair's two servers and one that is not there, in the given order, as if all were replicas. */
function poolOver(ports: readonly number[], limits: PoolLimits = sixSessions) {
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

describe('who waits in vain for the one session that a pool may open', () => {
  const holding = (lock: number) => select('select pg_advisory_xact_lock_shared($1)', [lock], () => undefined);

  /** Somebody else holds two locks: the one that the first read waits for, and that of the second. */
  async function crowd(work: (pool: ReturnType<typeof poolOver>, letFirstGo: () => Promise<unknown>) => Promise<void>): Promise<void> {
    await using pool = poolOver([5432], { ...sixSessions, sessions: 1, warmSessions: 1, connectTimeoutMs: 1_000 });
    await pool.reader.warm();
    await withConnection(loginAs(database.pair.primary, 'points_owner'), async (holder) => {
      await holder.query('select pg_advisory_lock(1), pg_advisory_lock(2)');
      const reads = [pool.reader.select(holding(1)), pool.reader.select(holding(2))];
      await work(pool, () => holder.query('select pg_advisory_unlock(1)'));
      await holder.query('select pg_advisory_unlock_all()');
      await Promise.allSettled(reads);
    });
  }

  test('is told that the server has no time, when it has answered others meanwhile: it does not rest', () => crowd(async (pool, letFirstGo) => {
    const last = pool.reader.select(portAsked);
    await letFirstGo();
    await expect(last).rejects.toMatchObject({ kind: 'overloaded', isAway: false, message: 'no session with the database: all were in use' });
    expect(pool.rested).toEqual([]);
  }));

  test('takes it for lost, when it has answered nobody meanwhile', () => crowd(async (pool) => {
    await expect(pool.reader.select(portAsked)).rejects.toMatchObject({ kind: 'unavailable', isAway: true });
    expect(pool.rested).toContain(5432);
  }));
});
