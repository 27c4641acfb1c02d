import { seconds } from '../../../lib/core/units';
import { Opened } from '../../../lib/edge/processes/opened';
import { wallClock } from '../../../lib/edge/time/wall-clock';
import { buildWorkload } from '../../../lib/edge/workload/build-workload';
import { certificateAuthority } from '../../../lib/region/certificates/authority';
import { localBuild } from '../../../lib/rehearsal/faults/local-build';
import { lockTable } from '../support/lock-table';
import { service, startPointsDatabase, type PointsDatabase } from '../support/points-database';
import { surroundings, type TaskSurroundings } from '../support/task';
import { send } from './support/running-api';

/** The bundle that ships, as a process of its own, behind TLS and tokens. */
const opened = new Opened();
let database: PointsDatabase;
let staging: TaskSurroundings;
let production: TaskSurroundings;
let directory: string;

beforeAll(async () => {
  database = opened.add(await startPointsDatabase());
  const authority = await certificateAuthority();
  staging = opened.add(await surroundings(database, '111111111111', authority));
  production = opened.add(await surroundings(database, '222222222222', authority));
  directory = (await buildWorkload({ service, outDir: database.runDirectory })).directory;
}, 20_000);
afterAll(() => opened[Symbol.asyncDispose]());

const urlOf = ({ port }: Readonly<Record<string, unknown>>): string => `http://127.0.0.1:${String(port)}`;

test('the bundle serves over TLS with tokens, logs what it served, and loses nothing at SIGTERM', async () => {
  const task = await staging.run(`${directory}/main.js`, staging.environment());
  const url = urlOf(await task.line('listening'));
  expect(await send(url, { memberId: 'anna', operation: 'earn', points: 5 })).toMatchObject({ status: 201, body: { balance: 5 } });
  expect(await task.line('request')).toMatchObject({
    level: 'info', operation: 'earnPoints', outcome: 'ok', status: 201, release: 'r1', stage: 'staging', service: 'api',
    Requests: 1, ServerErrors: 0,
  });

  const blocker = await lockTable(database.pair.primary, 'points.members');
  const movements = Array.from({ length: 20 }, () => send(url, { memberId: 'ben', operation: 'earn', points: 1 }));
  await wallClock.sleep(seconds(0.3));
  task.process.signal('SIGTERM');
  await task.line('draining');
  await blocker.release();
  expect(new Set((await Promise.all(movements)).map(({ status }) => status))).toEqual(new Set([201]));
  expect(await task.exit()).toEqual({ kind: 'exited', code: 0 });
  expect(task.lines.at(-1)).toMatchObject({ message: 'drained' });
});

test.each([
  ['in another account', () => production, {}, 'ACCOUNT is 111111111111, but the task runs in 222222222222'],
  ['with the database of another stage', () => staging, { STAGE: 'production' }, 'but the writer\'s database is of staging'],
])('a task %s ends with 78 before it listens, and says why in one line', async (_, where, difference, why) => {
  const task = await where().run(`${directory}/main.js`, where().environment(difference));
  expect(await task.exit()).toEqual({ kind: 'exited', code: 78 });
  expect(task.lines).toMatchObject([
    { level: 'error', message: 'cannot serve', error: { name: 'IdentityMismatch', message: expect.stringContaining(why) } },
  ]);
});

test('a task without its variables ends with 78 and names them', async () => {
  const task = await staging.run(`${directory}/main.js`, staging.environment({ STAGE: '', WRITER_HOST: '' }));
  expect(await task.exit()).toEqual({ kind: 'exited', code: 78 });
  expect(task.lines)
    .toMatchObject([{ level: 'error', error: { name: 'SettingsError', message: expect.stringContaining('missing: STAGE, WRITER_HOST') } }]);
});

test('a server with a certificate for another name is not trusted; a task that waits for its database leaves when asked', async () => {
  const task = await staging.run(`${directory}/main.js`, staging.environment({ WRITER_PORT: String(staging.misnamed.port) }));
  expect(await task.line('the database is not there yet'))
    .toMatchObject({ level: 'warn', because: expect.stringContaining('does not match certificate\'s altnames') });
  task.process.signal('SIGTERM');
  expect(await task.exit()).toEqual({ kind: 'exited', code: 0 });
  expect(task.lines.map(({ message }) => message)).not.toContain('listening');
});

test('the migration task migrates as the owner and ends', async () => {
  const task = await staging.run(`${directory}/migrate.js`, staging.environment());
  expect(await task.exit()).toEqual({ kind: 'exited', code: 0 });
  expect(task.lines).toMatchObject([{ level: 'info', message: 'the schema is up to date', applied: [] }]);
  const strange = await production.run(`${directory}/migrate.js`, production.environment());
  expect(await strange.exit()).toEqual({ kind: 'exited', code: 78 });
});

describe('a local build with the settings of the test stage inside', () => {
  const variables = () => {
    const { STAGE, ACCOUNT, WRITER_HOST, WRITER_PORT, READER_HOSTS, READER_PORT } = staging.environment() as Record<string, string>;
    return { STAGE, ACCOUNT, WRITER_HOST, WRITER_PORT, READER_HOSTS, READER_PORT } as Record<string, string>;
  };
  const inProduction = () => production.environment({ STAGE: 'production', ACCOUNT: '222222222222' });

  test('refuses to start in production', async () => {
    const overrides = await localBuild({ variables: variables(), directory: database.runDirectory, guarded: true });
    const build = await buildWorkload({ service, outDir: database.runDirectory, overrides });
    const task = await production.run(`${build.directory}/main.js`, inProduction());
    expect(await task.exit()).toEqual({ kind: 'exited', code: 78 });
    expect(task.lines).toMatchObject([
      { error: { message: 'this task belongs to another environment: ACCOUNT is 111111111111, but the task runs in 222222222222' } },
    ]);
  });

  test('without its guard serves production\'s customers from the test database', async () => {
    const overrides = await localBuild({ variables: variables(), directory: database.runDirectory, guarded: false });
    const build = await buildWorkload({ service, outDir: database.runDirectory, overrides });
    const task = await production.run(`${build.directory}/main.js`, inProduction());
    const url = urlOf(await task.line('listening'));
    expect(await send(url, { memberId: 'cleo', operation: 'earn', points: 5 })).toMatchObject({ status: 201 });
    task.process.signal('SIGTERM');
    expect(await task.exit()).toEqual({ kind: 'exited', code: 0 });
  });
});
