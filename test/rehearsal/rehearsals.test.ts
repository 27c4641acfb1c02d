import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cp, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020';
import { synthesize } from '../../lib/edge/assembly/synthesize';
import type { Result } from '../../lib/rehearsal/result';
import { changeover, ended, project } from '../support/command-line';

const schema = JSON.parse(readFileSync(join(project, 'lib/rehearsal/result.schema.json'), 'utf8')) as object;
const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);
let assembly: string;

beforeAll(async () => {
  assembly = await mkdtemp(join(tmpdir(), 'assembly-'));
  const made = await synthesize(project, assembly);
  if (!made.ok) throw new Error(made.output);
}, 120_000);
afterAll(() => rm(assembly, { recursive: true }));

/** Rehearsals by the command line, one after another, as a person starts them. */
async function rehearse(scenarios: readonly string[], ...options: readonly string[]): Promise<readonly Result[]> {
  const { exitCode, out, err } = await ended(changeover('rehearse', ...scenarios.flatMap((name) => ['--scenario', name]), '--assembly', assembly, '--json', ...options));
  const results = out.trimEnd().split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Result);
  if (results.length !== scenarios.length || exitCode !== 0) throw new Error(`${scenarios.join(', ')} ended with ${exitCode}:\n${out}\n${err}`);
  for (const result of results) {
    validate(result);
    expect(validate.errors ?? []).toEqual([]);
  }
  return results;
}

describe('offered to production', () => {
  const results = new Map<string, Result>();
  const of = (scenario: string): Result => {
    const found = results.get(scenario);
    if (found === undefined) throw new Error(`${scenario} was not rehearsed`);
    return found;
  };

  beforeAll(async () => {
    // What `npm start` releases, and checks, is not released here again; everything else is for `npm run soak rehearsals`.
    const done = await rehearse(['auxiliary-release', 'laptop-build'], '--speed', '120', '--rate', '50');
    for (const result of done) results.set(result.scenario, result);
  }, 400_000);

  test('a good release takes over all traffic, and no customer and no write notices', () => {
    const { outcome, requests, harmed, writes, traffic, coverage } = of('auxiliary-release');
    expect({ outcome, lost: requests.lost, failed: requests.failed, harmed: harmed.total }).toEqual({ outcome: 'promoted', lost: 0, failed: 0, harmed: 0 });
    expect(writes).toMatchObject({ missing: 0, duplicated: 0 });
    expect(writes.acknowledged).toBeGreaterThan(100);
    expect(traffic.map(({ green }) => green)).toEqual([10, 100]);
    expect(coverage.withBehaviour + coverage.recordedOnly).toBe(coverage.resources);
  });

  test('nor do they of the other tier, whose release goes on at the same time; its workers hand over and leave no work undone', () => {
    const { beside } = of('auxiliary-release');
    expect(beside).toMatchObject({ tier: 'auxiliary', outcome: 'promoted', stoppedBy: null, harmed: { total: 0 }, requests: { lost: 0, failed: 0 }, work: { missing: 0 } });
    expect(beside?.work.requested).toBeGreaterThan(50);
  });

  test("a laptop's build that nobody has recorded is refused before anything is changed", () => {
    const { outcome, stoppedBy, harmed, traffic, writes, deployment } = of('laptop-build');
    expect({ outcome, by: stoppedBy?.kind, harmed: harmed.total, traffic, deployment }).toEqual({ outcome: 'refused', by: 'preflight', harmed: 0, traffic: [], deployment: null });
    expect(writes.missing).toBe(0);
  });
});

test('a stage that does not come up ends with 3, the reason and the last lines of its logs', async () => {
  const broken = `${assembly}-broken`;
  await cp(assembly, broken, { recursive: true });
  try {
    const workloads = (await readdir(broken)).filter((name) => name.startsWith('workload.'));
    await Promise.all(workloads.map((name) => writeFile(join(broken, name, 'main.js'), 'console.error("no settings found"); process.exit(4)')));
    const { exitCode, err } = await ended(changeover('rehearse', '--assembly', broken, '--speed', '240'));
    expect(exitCode).toBe(3);
    expect(err).toMatch(/production-ApiRelease ended in ROLLBACK_COMPLETE: Deployment: .*the new tasks did not become healthy within 10 minutes/);
    expect(err).toContain('no settings found');
  } finally {
    await rm(broken, { recursive: true });
  }
}, 120_000);

const hasPython = spawnSync('python3', ['--version']).status === 0;

(hasPython ? test : test.skip)("somebody else's app, unmodified: its only alarm sees nothing of the orders that fail, and the result says so", async () => {
  const directory = await mkdtemp(join(tmpdir(), 'foreign-'));
  try {
    await cp(join(project, 'test/foreign'), directory, { recursive: true, filter: (source) => !source.endsWith('cdk.out') });
    await symlink(join(project, 'node_modules'), join(directory, 'node_modules'));
    const made = await synthesize(directory, join(directory, 'cdk.out'));
    expect(made).toMatchObject({ ok: true });
    const workload = `web=python3 ${join(directory, 'service.py')}`;
    const { exitCode, out } = await ended(changeover(
      'rehearse', '--assembly', join(directory, 'cdk.out'), '--workload', workload, '--contract', join(directory, 'openapi.yaml'), '--scenario', 'errors', '--speed', '120', '--rate', '120', '--json',
    ));
    const result = JSON.parse(out) as Result;
    validate(result);
    expect(validate.errors ?? []).toEqual([]);
    expect({ exitCode, outcome: result.outcome, harmed: Object.keys(result.harmed.byOperation) }).toEqual({ exitCode: 1, outcome: 'promoted', harmed: ['placeOrder'] });
    expect(result.blind).toEqual([expect.stringMatching(/looks only at .*CanarySuccessAlarm/), expect.stringContaining('CloudWatchSynthetics SuccessPercent it saw 100 at worst')]);
  } finally {
    await rm(directory, { recursive: true });
  }
}, 180_000);
