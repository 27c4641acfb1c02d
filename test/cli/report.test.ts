import { instant } from '../../lib/core/units';
import { stageLedger } from '../../lib/edge/aws/ledger/stage-ledger';
import { PLACE } from '../region/support/resource-request';
import { makeStageLedger } from '../region/support/stage-ledger';
import { until } from '../region/support/until';
import { a, baked, deployed, recorded } from '../support/ledger';
import { operatedStage, type OperatedStage } from './support/operated-stage';
import { bySchema, runHere } from './support/run-here';

const [before, next] = [a(1).release, a(2).release];
let shop: OperatedStage;

beforeAll(async () => {
  shop = await operatedStage(before);
}, 60_000);
afterAll(() => shop[Symbol.asyncDispose]());

const report = (...args: readonly string[]) => runHere(['report', '--stage', 'shop', ...args]);
interface Told { readonly traffic: { readonly failed: number; readonly groups: readonly { readonly role: string; readonly requests: number; readonly failed: number }[] } | null }
const follows = bySchema('report');
async function told(...args: readonly string[]): Promise<Told> {
  const answer = await report(...args, '--format', 'json');
  expect({ exitCode: answer.exitCode, wrong: follows(answer) }).toEqual({ exitCode: 0, wrong: [] });
  return JSON.parse(answer.out) as Told;
}

test.each<readonly [readonly string[], RegExp]>([
  [[], /^nothing has been released of api in shop yet/],
  [['d-NOTHERE00'], /^there is no deployment d-NOTHERE00/],
  [['7', '--format', 'pdf'], /^--deployment must be .*got "7"\n--format must be one of text, markdown, json, got "pdf"\n$/],
  [['--format', 'pdf'], /^--format must be one of/],
])('%j is asked wrongly', async (args, said) => {
  expect(await report(...args)).toMatchObject({ exitCode: 2, out: '', err: expect.stringMatching(said) });
});

test('of a release that was stopped under customers it says how many failed, what changed, what happened and what to do', async () => {
  const id = await shop.release(next, "server.removeAllListeners('request'); server.on('request', (request, response) => response.writeHead(request.url === '/healthz' ? 200 : 500).end())");
  await shop.until(id, 'ready');
  expect(await told()).toMatchObject({ deployment: { id, phase: { at: 'ready' } }, release: next, before: null, traffic: null, next: [expect.stringContaining('changeover continue')] });
  expect((await report(id)).out).toContain('Nobody: it never had customers.');
  expect(await told()).toMatchObject({ changed: { kind: 'unknown', why: expect.stringMatching(/^there is no ledger of shop/) } });

  await runHere(['continue', '--stage', 'shop', '--yes']);
  await shop.until(id, 'baking');
  expect([await shop.ask(), await shop.ask()]).toEqual([500, 500]);
  const { traffic } = await until('the balancer counts them', async () => {
    const now = await told();
    // Each of its metrics can be read from a moment of its own on.
    return now.traffic?.failed === 2 && now.traffic.groups.some(({ requests }) => requests === 2) && now;
  });
  expect(traffic?.groups).toEqual(expect.arrayContaining([expect.objectContaining({ role: 'new', requests: 2, failed: 2 }), expect.objectContaining({ role: 'before', failed: 0 })]));

  await makeStageLedger(shop.region.make, 'shop', { signers: [PLACE.account] });
  const ledger = stageLedger({ stage: 'shop', service: 'api' }, shop.region.client);
  const adds = { name: '0002-add-notes', shape: 'expand' } as const;
  for (const fact of [recorded(1), deployed(1), baked(1), recorded(2, { migrations: [...recorded(1).migrations, adds] })]) await ledger.say(fact, instant(0));
  await runHere(['stop', '--stage', 'shop', '--yes', '--every', '1']);
  expect(await told(id)).toMatchObject({
    deployment: { phase: { at: 'ended', rollback: { kind: 'succeeded' } } }, changed: { kind: 'told', commits: null, migrations: [...recorded(1).migrations, adds] },
    moments: expect.arrayContaining([expect.objectContaining({ what: `${id} was created` }), expect.objectContaining({ what: 'AllowTraffic ended well' }), expect.objectContaining({ what: expect.stringMatching(/^its rollback d-\w+ was over$/) })]),
    next: [expect.stringMatching(/^ask whoever stopped it/), expect.stringMatching(/^tell those who were harmed/), expect.stringMatching(/^the migrations 0001-members-and-entries, 0002-add-notes were applied and stay/), expect.stringMatching(/^build the repair/)],
  });
  const { out } = await report(id, '--format', 'markdown');
  expect(out).toMatch(new RegExp(`^# ${next} in shop: it did not stay\n`));
  expect(out).toMatch(/\n## Who was harmed\n\n2 requests failed with a 5xx/);
  expect(out).toMatch(/\| time \| after \| what \|\n\| --- \| ---: \| --- \|\n/);
  const [rollback] = /d-\w+(?= was over \|$)/m.exec(out.slice(out.indexOf('its rollback'))) ?? [];
  expect((await report(rollback ?? '')).out).toContain(`it put back what ${id} had changed: changeover report ${id} says why`);
}, 60_000);
