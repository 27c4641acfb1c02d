import { Pool } from 'pg';
import { crowding } from '../../lib/core/capacity/crowding';
import { withConnection, type Login } from '../../lib/edge/postgres/login';
import { administrator } from '../../lib/edge/postgres/server';
import { watchSessions } from '../../lib/edge/postgres/session-counts';
import { Opened } from '../../lib/edge/processes/opened';
import { wallClock } from '../../lib/edge/time/wall-clock';
import type { ObservedServer } from '../../lib/region/rds/databases';
import { watchDatabase } from '../../lib/rehearsal/database-notes';
import { until } from '../region/support/until';
import { caughtUp, startEmptyDatabase, type PointsDatabase } from '../services/support/points-database';

const opened = new Opened();
let database: PointsDatabase;
let servers: readonly ObservedServer[];

beforeAll(async () => {
  database = opened.add(await startEmptyDatabase());
  servers = (['primary', 'replica'] as const).map((name) => {
    const server = database.pair[name];
    return { name, platform: administrator(server), loginAs: (user, wanted) => ({ ...administrator(server, wanted), user }) };
  });
  await as('rdsadmin', async (ask) => {
    await ask('create role clerk login connection limit 5');
    await ask('create role shop login');
    await ask('create table visits (id int primary key, member text, shop text)');
    await ask('create index on visits (member)');
    await ask("insert into visits select n, 'm' || n, 's' || n from generate_series(1, 2000) n");
    await ask('create table settings (name text, value text)');
    await ask('grant select, update on visits, settings to clerk, shop');
  });
  await caughtUp(database.pair);
});
afterAll(() => opened[Symbol.asyncDispose]());

const login = (user: string, server: 'primary' | 'replica' = 'primary'): Login => ({ ...administrator(database.pair[server], 'points'), user });

async function as(user: string, work: (ask: (text: string, values?: readonly unknown[]) => Promise<unknown>) => Promise<unknown>, server: 'primary' | 'replica' = 'primary'): Promise<void> {
  await withConnection(login(user, server), async (client) => void (await work((text, values = []) => client.query(text, [...values]))));
}

const often = async (once: (turn: number) => Promise<unknown>): Promise<void> => { for (let turn = 0; turn < 20; turn += 1) await once(turn); };

test('a statement that no index serves is named with who asked it, and one that has an index is not', async () => {
  await using watched = await watchDatabase(servers);
  await as('clerk', (ask) => often(async (turn) => {
    await ask('select id from visits where shop = $1', [`s${turn}`]);
    await ask('select id from visits where member = $1', [`m${turn}`]);
    // Few rows cost nothing, and what is asked once is no workload.
    await ask('select value from settings where name = $1', ['a']);
    if (turn === 0) await ask("select id from visits where shop like '%7'");
  }), 'replica');
  await as('shop', (ask) => often((turn) => ask('update visits set member = member where shop = $1 and id > $2', [`s${turn}`, 0])));
  await as('shop', (ask) => often((turn) => ask('update visits set member = member where lower(shop) = $1', [`s${turn}`])));
  const { unindexed } = await watched.notes();
  expect(unindexed).toEqual([
    'shop has read all 2000 rows of public.visits 20 times on the primary, for no index serves: update visits set member = member where lower(shop) = $1',
    'clerk has read all 2000 rows of public.visits 20 times on the replica, for no index serves: select id from visits where shop = $1',
  ]);
});

test('a role near its limit and a pool whose sessions are all at work are named, one with room is not', async () => {
  await using watched = await watchSessions(servers[0]!.platform, wallClock);
  const pool = (user: string, max: number): Pool => new Pool({ ...login(user), max, application_name: `program of ${user}`, password: '', ssl: false, options: '' });
  const [narrow, wide] = [pool('clerk', 4), pool('shop', 8)];
  let over = false;
  const busy = Promise.all(Array.from({ length: 8 }, async () => { while (!over) await narrow.query('select pg_sleep(0.2)'); }));
  const idle = Promise.all(Array.from({ length: 8 }, () => wide.query('select 1')));
  await until('it was looked at often enough', () => watched.looks().length > 30);
  over = true;
  await Promise.all([busy, idle]);
  await Promise.all([narrow.end(), wide.end()]);
  expect(crowding('primary', watched.looks())).toEqual([
    'clerk had up to 4 of the 5 sessions that it may have on the primary', expect.stringMatching(/^program of clerk \(clerk\) had all of its 4 sessions on the primary at work in \d+ % of all looks/),
  ]);
});
