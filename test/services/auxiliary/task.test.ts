import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Opened } from '../../../lib/edge/processes/opened';
import { buildWorkload } from '../../../lib/edge/workload/build-workload';
import { certificateAuthority } from '../../../lib/region/certificates/authority';
import { machineTime } from '../../../services/shared/src/time';
import { startPointsDatabase, type PointsDatabase } from '../support/points-database';
import { surroundings, type TaskSurroundings } from '../support/task';
import { startFakeAws, type FakeAws } from './support/fake-aws';

/** The bundle that ships, as processes of their own, behind TLS and tokens, with clients that speak to AWS as they do there. */
const service = join(__dirname, '../../../services/auxiliary');
const opened = new Opened();
let database: PointsDatabase;
let staging: TaskSurroundings;
let production: TaskSurroundings;
let aws: FakeAws;
let directory: string;

beforeAll(async () => {
  database = opened.add(await startPointsDatabase());
  aws = opened.add(await startFakeAws());
  const authority = await certificateAuthority();
  staging = opened.add(await surroundings(database, '111111111111', authority));
  production = opened.add(await surroundings(database, '222222222222', authority));
  const overrides = { 'src/worker/standing.ts': await hurriedStanding(database.runDirectory) };
  directory = (await buildWorkload({ service, outDir: database.runDirectory, overrides })).directory;
}, 20_000);
afterAll(() => opened[Symbol.asyncDispose]());

/** The worker's patience in hundredths, so that a test need not have it; everything else is as it ships. */
async function hurriedStanding(to: string): Promise<string> {
  const source = await readFile(join(service, 'src/worker/standing.ts'), 'utf8');
  const file = join(to, 'standing.ts');
  await writeFile(file, source.replace('PATIENCE_MS = 12_000', 'PATIENCE_MS = 120').replace('LOOK_EVERY_MS = 2_000', 'LOOK_EVERY_MS = 20'));
  return file;
}

const environment = (of: TaskSurroundings = staging, difference: Readonly<Record<string, string>> = {}) => of.environment({
  SERVICE: 'auxiliary', READER_USER: 'points_auxiliary', AWS_ENDPOINT_URL: aws.url,
  QUEUE_URL: 'https://sqs.ap-northeast-2.amazonaws.com/111111111111/digests', LEASE_TABLE: 'lease', DIGEST_TABLE: 'digests',
  ...difference,
});

test('a wish is taken by the service, waits while another release has the lease, is composed once by the worker that gets it, and nothing is left at SIGTERM', async () => {
  aws.lease = { release: { S: 'r0' }, epoch: { N: '4' } };
  const task = await staging.run(`${directory}/main.js`, environment());
  const worker = await staging.run(`${directory}/worker.js`, environment());
  const url = `http://127.0.0.1:${String((await task.line('listening'))['port'])}`;
  const wish = () => fetch(`${url}/v1/shops/shop-1/digests`, {
    method: 'POST', headers: { 'idempotency-key': 'monday' }, body: JSON.stringify({ day: '2026-11-23' }),
  });
  expect((await wish()).status).toBe(202);
  expect((await wish()).status).toBe(202);
  expect((await fetch(`${url}/v1/shops/shop-1/statistics`)).status).toBe(200);
  await worker.line('working');
  expect(aws.calls).not.toContain('AmazonSQS.ReceiveMessage');

  aws.lease = { release: { S: 'r1' }, epoch: { N: '5' } };
  while (aws.messages.length > 0) await machineTime.sleep(20);
  expect([...aws.digests.values()]).toMatchObject([{
    shopId: { S: 'shop-1' }, digestKey: { S: 'monday' }, day: { S: '2026-11-23' }, composedBy: { S: 'r1' },
    content: { S: '{"statistics":{"members":0,"points":0,"movements":0,"earned":0,"used":0},"ranking":[]}' },
  }]);
  const outcomes = worker.lines.filter(({ message }) => message === 'message').map(({ outcome }) => outcome);
  expect(outcomes.sort()).toEqual(['ok', 'repeated']);

  for (const one of [task, worker]) {
    one.process.signal('SIGTERM');
    expect(await one.exit()).toEqual({ kind: 'exited', code: 0 });
    expect(one.lines.at(-1)).toMatchObject({ message: 'drained' });
  }
}, 20_000);

test('a worker in another account ends with 78 before it has looked at a queue', async () => {
  const before = aws.calls.length;
  const worker = await production.run(`${directory}/worker.js`, environment(production));
  expect(await worker.exit()).toEqual({ kind: 'exited', code: 78 });
  expect(worker.lines).toMatchObject([{ level: 'error', message: 'cannot work', error: { name: 'IdentityMismatch' } }]);
  expect(aws.calls.length).toBe(before);
});

test.each([['main.js', 'missing: QUEUE_URL'], ['worker.js', 'missing: QUEUE_URL, DIGEST_TABLE']])('%s without its variables ends with 78 and names them', async (file, missing) => {
  const task = await staging.run(`${directory}/${file}`, environment(staging, { QUEUE_URL: '', DIGEST_TABLE: '' }));
  expect(await task.exit()).toEqual({ kind: 'exited', code: 78 });
  expect(task.lines).toMatchObject([{ error: { name: 'SettingsError', message: expect.stringContaining(missing) } }]);
});
