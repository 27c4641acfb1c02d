import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AttributeValue, DeleteItemCommand, DynamoDBClient, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { Fact, SignedEntry } from '../../lib/core/ledger/fact';
import { instant } from '../../lib/core/units';
import { stageLedger } from '../../lib/edge/aws/ledger/stage-ledger';
import { digestOf } from '../../lib/edge/workload/digest';
import { startLedgerEndpoint, type LedgerEndpoint } from '../region/support/ledger-endpoint';
import { baked, deployed, recorded, takenBack } from '../support/ledger';
import { bySchema, runHere } from './support/run-here';

const [STAGING, PRODUCTION] = ['111111111111', '222222222222'];
let endpoint: LedgerEndpoint;
let project: string;
const before = { ...process.env };

beforeEach(async () => {
  project = mkdtempSync(join(tmpdir(), 'changeover-project-'));
  endpoint = await startLedgerEndpoint();
  await endpoint.make('staging', STAGING, { signers: [STAGING] });
  await endpoint.make('production', PRODUCTION, { signers: [PRODUCTION] });
  git('init', '--quiet');
  const [config, credentials] = [join(project, '.git/aws-config'), join(project, '.git/aws-credentials')];
  writeFileSync(config, '[profile ci-staging]\nregion = ap-northeast-2\n');
  writeFileSync(credentials, `[ci-staging]\naws_access_key_id = ${STAGING}\naws_secret_access_key = secret\n`);
  const { endpoint: url, region } = endpoint.settings(PRODUCTION);
  Object.assign(process.env, { AWS_ENDPOINT_URL: url, AWS_REGION: region, AWS_CONFIG_FILE: config, AWS_SHARED_CREDENTIALS_FILE: credentials });
  as(PRODUCTION);
});
afterEach(async () => {
  process.env = { ...before };
  await endpoint[Symbol.asyncDispose]();
  rmSync(project, { recursive: true, force: true });
});

const as = (account: string): void => void Object.assign(process.env, { AWS_ACCESS_KEY_ID: account, AWS_SECRET_ACCESS_KEY: 'secret' });
const git = (...args: readonly string[]): string => execFileSync('git', ['-C', project, '-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], { encoding: 'utf8', stdio: 'pipe' });
const changeover = (...args: readonly string[]) => runHere(args, { project });
const on = (stage: string) => stageLedger({ stage, service: 'api' }, endpoint.settings(stage === 'staging' ? STAGING : PRODUCTION));
const say = async (stage: string, ...facts: readonly Fact[]): Promise<void> => {
  for (const [index, fact] of facts.entries()) await on(stage).say(fact, instant(Date.parse('2026-11-23T09:00:00Z') + index * 3_600_000));
};

const DROPS = `-- changeover: contract, since 2026-11-20-000000000000\nalter table points.members drop column note;\n`;
const bundle = { 'main.js': 'serve()', 'migrate.js': 'migrate()' };
const release = '2026-11-23-0123456789ab';

/** A working copy with a release that was built from it. */
function built(more: Readonly<Record<string, unknown>> = {}): string {
  for (const directory of ['services/api/migrations', 'out/bundle']) mkdirSync(join(project, directory), { recursive: true });
  writeFileSync(join(project, 'services/api/migrations/0001-members.sql'), 'create table points.members (member_id text primary key, note text);\n');
  writeFileSync(join(project, 'services/api/migrations/0002-drop-note.sql'), DROPS);
  git('add', 'services');
  git('commit', '--quiet', '--message', 'A service');
  for (const [name, content] of Object.entries(bundle)) writeFileSync(join(project, 'out/bundle', name), content);
  const file = join(project, 'release.json');
  writeFileSync(file, JSON.stringify({
    release, commit: git('rev-parse', 'HEAD').trim(), builtAt: '2026-11-23T08:00:00Z', workload: { directory: 'out/bundle', sha256: digestOf(bundle) }, image: { digest: `sha256:${'e'.repeat(64)}` }, ...more,
  }));
  return file;
}

test('a release goes its way: recorded in staging, promoted to production once it has baked there, and both ledgers hold together', async () => {
  const file = built();
  as(STAGING);
  expect(await changeover('release', 'record', '--stage', 'staging', '--release', file)).toEqual({ exitCode: 0, out: `${release} is recorded in staging: entry 1\n`, err: '' });
  const again = await changeover('release', 'record', '--stage', 'staging', '--release', file, '--json');
  expect(JSON.parse(again.out)).toMatchObject({ done: true, entries: [{ sequence: 1, kind: 'recorded' }] });
  expect(bySchema('release')(again)).toEqual([]);
  const [{ entry: { fact } }] = await on('staging').entries() as [SignedEntry];
  expect(fact).toMatchObject({ clean: true, builder: `arn:aws:iam::${STAGING}:user/developer`, migrations: [{ name: '0001-members', shape: 'expand' }, { name: '0002-drop-note', shape: 'contract' }] });

  as(PRODUCTION);
  const promote = ['release', 'promote', release, '--from', 'staging', '--from-profile', 'ci-staging'];
  const early = await changeover(...promote, '--json');
  expect(early.exitCode).toBe(1);
  expect(JSON.parse(early.out)).toMatchObject({ done: false, reasons: [expect.stringMatching(/has not baked in staging yet \(it is recorded\)/)] });
  expect(bySchema('release')(early)).toEqual([]);
  const artifact = { release, workload: fact.workload, image: fact.image };
  await say('staging', deployed(1, artifact), baked(1, artifact));
  expect(await changeover(...promote)).toEqual({ exitCode: 0, out: `${release} may be deployed in production: it has baked in staging (entry 2)\n`, err: '' });
  expect(await changeover(...promote)).toMatchObject({ exitCode: 0 });
  expect((await on('production').entries()).map(({ entry }) => entry.fact.kind)).toEqual(['recorded', 'promoted']);
  expect(await changeover('releases', 'verify', '--from-profile', 'ci-staging')).toMatchObject({ exitCode: 0, out: expect.stringMatching(/^the ledger of api in production holds together: 2 entries, head 2:[0-9a-f]{64}\n$/), err: '' });
  expect(await changeover('releases', 'verify')).toMatchObject({ exitCode: 0, err: 'the verdicts of staging in it were not checked, for its key cannot be read with these credentials: --from-profile names others\n' });
});

test('what was not built from a clean commit is refused with every reason, and nothing is written', async () => {
  const file = built({ commit: 'f'.repeat(40), workload: { directory: 'nowhere', sha256: digestOf(bundle) } });
  writeFileSync(join(project, 'services/api/migrations/0001-members.sql'), 'create table points.members (member_id text primary key);\n');
  const answer = await changeover('release', 'record', '--release', file);
  expect(answer).toMatchObject({ exitCode: 1, out: '' });
  expect(answer.err.split('\n')).toEqual([
    `${release} was not recorded in production:`,
    expect.stringMatching(/^- the working copy must be as its commit is, and services\/api\/migrations\/0001-members\.sql.* differ/),
    expect.stringMatching(/^- .* was built from commit ffffffffffff, and the working copy is at [0-9a-f]{12}/),
    expect.stringMatching(/^- the bundle of .* must have the digest .*, and there is none in nowhere: record what was built$/), '',
  ]);
  expect(await on('production').entries()).toEqual([]);
});

test.each<readonly [readonly string[], RegExp]>([
  [['release', 'record', '--release', '/no/such.json', '--stage', 'X!'], /^--stage must be .*\n$/],
  [['release', 'record', '--release', '/no/such.json'], /^--release must name a JSON file that can be read, got \/no\/such\.json\n$/],
  [['release', 'promote', 'r', '--from', 'production'], /^--from must be another stage than --stage/],
  [['releases', 'verify', '--head', '3', '--stage', 'X!'], /^--stage must be .*\n--head must be .*got "3"\n$/],
  [['releases', '--stage', 'test'], /^there is no ledger of test in this account and region \(table test-ledger\)/],
])('%j is asked wrongly', async (args, said) => {
  built();
  expect(await changeover(...args)).toMatchObject({ exitCode: 2, out: '', err: expect.stringMatching(said) });
});

test('the history says what each release is, newest first, and which was good last', async () => {
  expect((await changeover('releases')).out).toContain('Nothing was recorded yet');
  await say('production', recorded(1), deployed(1), baked(1), recorded(2), deployed(2), takenBack(2));
  const { out } = await changeover('releases');
  expect(out.split('\n').slice(3, 7).map((line) => line.split(/\s{2,}/))).toEqual([
    ['release', 'recorded', 'now', 'since (UTC)'], expect.anything(),
    ['2026-11-23-222222222222', '2026-11-23', 'taken back', '2026-11-23 14:00', 'stopped: ALARM_ACTIVE, one is red'],
    ['2026-11-23-111111111111', '2026-11-23', 'baked', '2026-11-23 11:00', 'last known good'],
  ]);
  const json = await changeover('releases', '--json');
  expect(bySchema('releases')(json)).toEqual([]);
  expect(JSON.parse(json.out)).toMatchObject({ lastKnownGood: '2026-11-23-111111111111', releases: [{ now: 'taken-back', takenBack: { why: 'stopped: ALARM_ACTIVE, one is red' } }, { now: 'baked' }] });
});

test('an entry that was changed, removed or put at the end fails the check, which names it', async () => {
  await say('production', recorded(1), deployed(1), baked(1), recorded(2));
  const { head } = JSON.parse((await changeover('releases', '--json')).out) as { head: string };
  const [, second] = await on('production').entries();
  const table = new DynamoDBClient(endpoint.settings(PRODUCTION));
  const key = (sequence: number) => ({ service: { S: 'api' }, sequence: { N: String(sequence) } });
  const lies = (sequence: number, signed: unknown) => table.send(new PutItemCommand({ TableName: 'production-ledger', Item: { ...key(sequence), signed: { S: JSON.stringify(signed) } } }));
  const remove = (sequence: number) => table.send(new DeleteItemCommand({ TableName: 'production-ledger', Key: key(sequence) }));

  await remove(4);
  expect(await changeover('releases', 'verify')).toMatchObject({ exitCode: 0 });
  expect(await changeover('releases', 'verify', '--head', head)).toMatchObject({ exitCode: 1, out: 'the ledger of api in production does not hold together:\n- the ledger ends with entry 3, and entry 4 was there: it was removed\n' });
  await lies(2, { ...second, entry: { ...second!.entry, by: 'nobody' } });
  const changed = await changeover('releases', 'verify', '--json');
  expect(changed.exitCode).toBe(1);
  expect(bySchema('verified')(changed)).toEqual([]);
  expect(JSON.parse(changed.out)).toMatchObject({ holds: false, entries: 3, findings: [{ damage: 'changed', sequence: 2, release: '2026-11-23-111111111111' }] });
  expect(await changeover('release', 'record', '--release', built())).toMatchObject({ exitCode: 1, err: expect.stringMatching(/the ledger of api in production does not hold together: entry 2 .* was changed afterwards; look at changeover releases verify --stage production/) });
  await lies(2, { ...second, remark: 'trust me' });
  expect(await changeover('releases', 'verify')).toMatchObject({ exitCode: 1, out: expect.stringContaining('- entry 2.remark is not a setting here') });
  expect(await changeover('releases')).toMatchObject({ exitCode: 3, err: expect.stringContaining('entry 2.remark') });
  await remove(2);
  expect(await changeover('releases', 'verify')).toMatchObject({ exitCode: 1, out: expect.stringContaining('- entry 2 is missing before entry 3 (baked 2026-11-23-111111111111): removed') });
});

test('a damaged ledger is mended with the very entry that was lost; where there is none a new one begins, and its first entry names the old one by its commit', async () => {
  await say('production', recorded(1), deployed(1), baked(1));
  const table = new DynamoDBClient(endpoint.settings(PRODUCTION));
  const items = async () => (await table.send(new QueryCommand({ TableName: 'production-ledger', KeyConditionExpression: '#s = :s', ExpressionAttributeNames: { '#s': 'service' }, ExpressionAttributeValues: { ':s': { S: 'api' } } }))).Items ?? [];
  const [, second] = await items();
  const remove = ({ service, sequence }: Readonly<Record<string, AttributeValue>>) => table.send(new DeleteItemCommand({ TableName: 'production-ledger', Key: { service: service!, sequence: sequence! } }));
  await remove(second!);
  expect(await changeover('releases', 'verify')).toMatchObject({ exitCode: 1, out: expect.stringContaining('entry 2 is missing') });
  await table.send(new PutItemCommand({ TableName: 'production-ledger', Item: second! }));
  expect(await changeover('releases', 'verify')).toMatchObject({ exitCode: 0, out: expect.stringMatching(/holds together: 3 entries/) });

  await remove(second!);
  const old = JSON.stringify(await items());
  for (const item of await items()) await remove(item);
  mkdirSync(join(project, 'services/api/migrations'), { recursive: true });
  writeFileSync(join(project, 'services/production-api-ledger.json'), old);
  const descriptor = built();
  expect(await changeover('release', 'record', '--release', descriptor)).toMatchObject({ exitCode: 0, out: `${release} is recorded in production: entry 1\n` });
  const [first] = await on('production').entries();
  const { fact } = first!.entry;
  expect(fact.kind === 'recorded' && git('show', `${fact.commit}:services/production-api-ledger.json`)).toBe(old);
  expect(await changeover('releases', 'verify')).toMatchObject({ exitCode: 0, out: expect.stringMatching(/holds together: 1 entry, head 1:/) });
});
