import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { DeleteItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Artifact, Fact } from '../../lib/core/ledger/fact';
import { readDescriptor } from '../../lib/core/ledger/read-descriptor';
import { instant } from '../../lib/core/units';
import { stageLedger } from '../../lib/edge/aws/ledger/stage-ledger';
import { digestOf } from '../../lib/edge/workload/digest';
import { PLACE } from '../region/support/resource-request';
import { makeStageLedger } from '../region/support/stage-ledger';
import { a, baked, deployed, recorded } from '../support/ledger';
import { operatedStage, type OperatedStage } from './support/operated-stage';
import { bySchema, runHere } from './support/run-here';

const bundle = { 'main.js': 'serve()' };
const one: Artifact = { ...a(1), workload: digestOf(bundle) };
const good = (digit: number, artifact: Artifact = a(digit)): readonly Fact[] => [recorded(digit, artifact), deployed(digit, artifact), baked(digit, artifact)];

let shop: OperatedStage;
let project: string;

beforeAll(async () => {
  const parameter = { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Name: '/changeover/shop/api/topology/0123456789abcdef/logGroup', Value: '/test/api' } };
  shop = await operatedStage(a(2).release, { Topology: parameter });
  await makeStageLedger(shop.region.make, 'shop', { signers: [PLACE.account] });
  const ledger = stageLedger({ stage: 'shop', service: 'api' }, shop.region.client);
  for (const fact of [...good(3).map((fact) => ('topology' in fact ? { ...fact, topology: 'another' } : fact)), ...good(1, one), ...good(2)]) await ledger.say(fact, instant(Date.parse('2026-11-23T12:00:00Z')));
  project = mkdtempSync(join(tmpdir(), 'changeover-rollback-'));
  // What `npx` starts: it notes what it was asked, and ends as it is told.
  writeFileSync(join(project, 'npx'), '#!/bin/sh\necho "$@" >> "$PROJECT/asked"\necho deploying\nexit ${ENDS:-0}\n');
  chmodSync(join(project, 'npx'), 0o755);
  Object.assign(process.env, { PATH: `${project}${delimiter}${process.env['PATH'] ?? ''}`, PROJECT: project });
}, 60_000);
afterAll(async () => {
  await shop[Symbol.asyncDispose]();
  rmSync(project, { recursive: true, force: true });
});
afterEach(() => rmSync(join(project, 'asked'), { force: true }));

const rollback = (...args: readonly string[]) => runHere(['rollback', '--stage', 'shop', ...args], { project });
const asked = (): string => readFileSync(join(project, 'asked'), 'utf8');
const keepBundle = (): void => {
  mkdirSync(join(project, 'releases', one.release), { recursive: true });
  writeFileSync(join(project, 'releases', one.release, 'main.js'), bundle['main.js']);
};

test('without its bundle no release is gone back to, and it is said where to get it', async () => {
  expect(await rollback('--yes')).toMatchObject({ exitCode: 1, err: expect.stringMatching(/^the bundle of 2026-11-23-111111111111 lies in none of .*docker cp 2026-11-23-111111111111:\/app 2026-11-23-111111111111\n$/s) });
});

test('the last known good release is what was good before what runs; without --yes its path is told, and nothing is started', async () => {
  keepBundle();
  const { exitCode, out, err } = await rollback();
  expect(exitCode).toBe(0);
  expect(out).toMatch(/^Back to 2026-11-23-111111111111: it can be gone back to\n=+\n/);
  expect(out).toMatch(/\ntopology +yes: it baked on this very topology \(0123456789abcdef\)\n/);
  const file = `reports/rollback-shop-api-${one.release}.json`;
  expect(err).toContain(`npx cdk deploy --exclusively shop-ApiRelease --require-approval never -c release=${file}\nnothing was changed: run that, or say --yes\n`);
  expect(readDescriptor(JSON.parse(readFileSync(join(project, file), 'utf8')), 'release')).toEqual({ ok: true, value: { artifact: one, directory: `../releases/${one.release}`, commit: '1'.repeat(40), builtAt: '2026-11-22T10:00:00Z' } });
  expect(asked).toThrow();
});

test('with --yes the deployment of the release stack is started, and its end is that of the command', async () => {
  keepBundle();
  const done = await rollback('--yes', '--to', one.release);
  expect(done).toMatchObject({ exitCode: 0, out: expect.stringMatching(/customers are on 2026-11-23-111111111111, which bakes now: changeover wait tells its end\n$/), err: expect.stringContaining('deploying\n') });
  expect(asked()).toMatch(/^cdk deploy --exclusively shop-ApiRelease --require-approval never -c release=reports\/rollback-shop-api-2026-11-23-111111111111\.json\n$/);
  process.env['ENDS'] = '1';
  const failed = await rollback('--yes', '--json');
  delete process.env['ENDS'];
  expect(failed.exitCode).toBe(1);
  expect(bySchema('rollback')(failed)).toEqual([]);
  expect(JSON.parse(failed.out)).toMatchObject({ target: one.release, safe: true, started: true, reasons: [expect.stringMatching(/^npx cdk deploy ended with 1: customers are where they were/)] });
});

test('a release that baked on another topology is refused with the reason, until somebody says that it was rehearsed on this one', async () => {
  const refused = await rollback('--to', a(3).release, '--json');
  expect(refused.exitCode).toBe(1);
  expect(bySchema('rollback')(refused)).toEqual([]);
  const { safe, footings } = JSON.parse(refused.out) as { safe: boolean; footings: { about: string; holds: boolean | null }[] };
  expect([safe, footings.filter(({ holds }) => holds === false)]).toEqual([false, [{ about: 'topology', holds: false, said: expect.stringMatching(/^it baked on the topology another, and 0123456789abcdef runs now: nobody has seen it there/) }]]);
  expect((await rollback('--to', a(3).release, '--rehearsed')).out).toContain('it can be gone back to');
});

test.each<readonly [readonly string[], number, RegExp]>([
  [['--to', 'yesterday'], 2, /^--to must be a release such as .*, a day such as .*, or a moment such as .*, got "yesterday"\n$/],
  [['--to', '2026-11-22'], 1, /^no release had baked by 2026-11-22T23:59:59\.999Z: the newest that have baked are/],
  [['--to', '2026-11-23-999999999999'], 1, /^the release 2026-11-23-999999999999 is not in the ledger/],
  [['--to', a(2).release], 1, /^$/],
])('%j ends with %s', async (args, exitCode, said) => {
  expect(await rollback(...args)).toMatchObject({ exitCode, err: expect.stringMatching(said) });
});

test('while a deployment is under way, stopping it is the way back', async () => {
  const id = await shop.release('r9');
  await shop.until(id, 'ready');
  expect(await rollback('--yes')).toMatchObject({ exitCode: 1, out: '', err: `${id} is under way: changeover stop takes it back in seconds, without a deployment\n` });
  await runHere(['continue', '--stage', 'shop', '--yes']);
  await shop.until(id, 'baking');
  expect(await rollback('--yes')).toMatchObject({ exitCode: 1, err: `${id} bakes, and what ran before is still warm: changeover stop takes it back in seconds, without a deployment\n` });
  await runHere(['stop', '--stage', 'shop', '--yes', '--every', '1']);
  expect((await rollback()).out).toMatch(/^Back to 2026-11-23-111111111111/);
}, 60_000);

test('nothing is built on a ledger that does not hold together', async () => {
  await new DynamoDBClient(shop.region.client).send(new DeleteItemCommand({ TableName: 'shop-ledger', Key: { service: { S: 'api' }, sequence: { N: '2' } } }));
  expect(await rollback('--yes')).toMatchObject({ exitCode: 1, out: '', err: expect.stringMatching(/^the ledger of api in shop does not hold together: entry 2 is missing/) });
});
