import { administrator } from '../../lib/edge/postgres/server';
import { withConnection } from '../../lib/edge/postgres/login';
import { Opened } from '../../lib/edge/processes/opened';
import { exhaust } from '../../lib/rehearsal/exhaust';
import { until } from '../region/support/until';
import { startPointsDatabase, type PointsDatabase } from '../services/support/points-database';

const opened = new Opened();
let database: PointsDatabase;
beforeAll(async () => { database = opened.add(await startPointsDatabase()); });
afterAll(() => opened[Symbol.asyncDispose]());

test('it holds as many sessions as its role may have, is refused more, and gives all of them back', async () => {
  const { primary } = database.pair;
  const administer = <T>(query: string): Promise<readonly T[]> => withConnection(administrator(primary), async (client) => (await client.query(query)).rows as T[]);
  await administer('create role greedy login connection limit 7');
  const sessions = exhaust({ ...administrator(primary), user: 'greedy' });
  await sessions.full;
  await until('it was refused again', () => sessions.refused() > 3);
  expect(sessions.held()).toBe(7);
  expect(await administer("select 1 from pg_stat_activity where usename = 'greedy'")).toHaveLength(7);
  await sessions[Symbol.asyncDispose]();
  await until('all are gone', async () => (await administer("select 1 from pg_stat_activity where usename = 'greedy'")).length === 0);
});
