import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import type { ReleasedWorkload } from '../../lib/constructs/release-task';
import { type CfnTemplate, type Found, only } from './support/template';

/** The program that `cdk` runs, as `cdk.json` says it, so everything here is as strict as `cdk synth` is. */
const root = path.resolve(__dirname, '../..');
const settings = JSON.parse(readFileSync(path.join(root, 'cdk.json'), 'utf8')) as {
  readonly app: string;
  readonly context: Record<string, unknown>;
};

const directory = mkdtempSync(path.join(tmpdir(), 'changeover-app-'));
afterAll(() => rmSync(directory, { recursive: true }));

interface Ended {
  readonly code: number;
  readonly said: string;
}

async function run(outdir: string, { context = {}, variables = {} }: Changes = {}): Promise<Ended> {
  const [command = '', ...parameters] = settings.app.split(' ');
  const program = spawn(command === 'node' ? process.execPath : command, parameters, {
    cwd: root,
    // Nothing of this machine's accounts: synthesis asks nobody.
    env: {
      PATH: process.env['PATH'], HOME: directory,
      // Relative, as the command line gives it.
      CDK_OUTDIR: path.relative(root, outdir), CDK_CONTEXT_JSON: JSON.stringify({ ...settings.context, ...context }),
      ...variables,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  program.stderr.on('data', (chunk: Buffer) => { said += chunk.toString(); });
  const [code] = await once(program, 'close') as [number];
  return { code, said };
}

interface Changes {
  readonly context?: Readonly<Record<string, unknown>>;
  readonly variables?: Readonly<Record<string, string>>;
}

interface Violation {
  readonly ruleName: string;
  readonly violatingConstructs: readonly { readonly constructPath?: string }[];
}

const report = (outdir: string) => JSON.parse(readFileSync(path.join(outdir, 'validation-report.json'), 'utf8')) as {
  readonly pluginReports: readonly {
    readonly pluginName: string; readonly conclusion: string; readonly violations: readonly Violation[];
  }[];
};

function serviceIn(outdir: string, stack = 'ApiRelease'): Found {
  const template = readFileSync(path.join(outdir, `production-${stack}.template.json`), 'utf8');
  return only(JSON.parse(template) as CfnTemplate, 'AWS::ECS::TaskDefinition', 'ServiceTask');
}

const workloadIn = (outdir: string, stack?: string) => serviceIn(outdir, stack).Metadata?.['changeover:workload'] as ReleasedWorkload;
const imageIn = (outdir: string) => serviceIn(outdir).Properties['ContainerDefinitions'][0].Image as string;

describe('the whole app', () => {
  const outdir = path.join(directory, 'clean');
  let ended: Ended;
  beforeAll(async () => { ended = await run(outdir); }, 60_000);

  test('passes CloudFormation\'s own rules and AwsSolutions, warnings included', () => {
    expect(ended).toEqual({ code: 0, said: expect.not.stringMatching(/ERROR|WARNING/) });
    for (const { conclusion, violations } of report(outdir).pluginReports) expect([conclusion, violations]).toEqual(['success', []]);
  });

  test('brings the release that it has built', () => {
    const { release, directory: bundle, sha256 } = workloadIn(outdir);
    expect(release).toBe(`local-${sha256.slice(0, 12)}`);
    expect(readdirSync(path.join(outdir, bundle)).sort()).toEqual(['main.js', 'migrate.js', 'openapi.json']);
    expect(imageIn(outdir)).toMatch(new RegExp(`/production/api:${release}$`));
  });

  test('brings a release of the auxiliary tier too, with its worker', () => {
    const { release, directory: bundle, sha256 } = workloadIn(outdir, 'AuxiliaryRelease');
    expect(release).toBe(`local-${sha256.slice(0, 12)}`);
    expect(readdirSync(path.join(outdir, bundle)).sort()).toEqual(['main.js', 'openapi.json', 'worker.js']);
  });

  test('has one bundle for each function, where the hooks of two services are two', () => {
    expect(readdirSync(outdir).filter((name) => name.startsWith('asset.'))).toHaveLength(8);
  });
});

describe('the whole app with a release that CI described, and nothing acknowledged', () => {
  const outdir = path.join(directory, 'unacknowledged');
  const recorded = path.join(directory, 'acknowledged.json');
  const release = `2026-11-23-${'a'.repeat(12)}`;
  beforeAll(async () => {
    const { directory: bundle, sha256 } = workloadIn(path.join(directory, 'clean'));
    const descriptor = path.join(directory, 'described.json');
    writeFileSync(descriptor, JSON.stringify({
      release, workload: { directory: path.join('clean', bundle), sha256 }, image: { digest: `sha256:${'b'.repeat(64)}` },
      commit: 'c'.repeat(40), builtAt: '2026-11-23T09:00:00Z',
    }));
    const preload = path.join(__dirname, 'support/without-acknowledgements.cjs');
    const variables = { NODE_OPTIONS: `--require=${preload}`, ACKNOWLEDGEMENTS: recorded };
    await run(outdir, { context: { release: descriptor }, variables });
  }, 60_000);

  test('names the image by its digest, and brings the bundle', () => {
    expect(imageIn(outdir)).toMatch(new RegExp(`/production/api@sha256:${'b'.repeat(64)}$`));
    expect(workloadIn(outdir).release).toBe(release);
    expect(workloadIn(outdir, 'AuxiliaryRelease').release).toMatch(/^local-/);
    expect(readdirSync(path.join(outdir, workloadIn(outdir).directory))).toContain('main.js');
  });

  test('shows that every acknowledgement is of something that would be found', () => {
    const reports = report(outdir).pluginReports;
    expect(reports.map(({ pluginName }) => pluginName)).toEqual(expect.arrayContaining(['AwsSolutions', 'RolloutSafety', 'CloudFormation Validate']));
    const found = reports.flatMap(({ violations }) => violations).flatMap(({ ruleName, violatingConstructs }) =>
      violatingConstructs.map(({ constructPath = '' }) => ({ rule: plain(ruleName), constructPath })));
    const acknowledged = JSON.parse(readFileSync(recorded, 'utf8')) as { readonly path: string; readonly id: string }[];
    const idle = acknowledged.filter(({ path: scope, id }) => !found.some(({ rule, constructPath }) =>
      rule === plain(id) && (constructPath === scope || constructPath.startsWith(`${scope}/`))));
    expect(acknowledged.length).toBeGreaterThan(20);
    expect(idle).toEqual([]);
  });
});

const plain = (rule: string): string => rule.replace(/^(CloudFormation-Validate|Annotation)::/, '');

test('a release that cannot be read stops it with every problem, one a line, and nothing is synthesized', async () => {
  const outdir = path.join(directory, 'refused');
  const descriptor = path.join(directory, 'release.json');
  writeFileSync(descriptor, JSON.stringify({
    release: 'latest', workload: { directory: '.' }, image: { digest: 'latest' }, commit: 'main', builtAt: 'now',
  }));
  const { code, said } = await run(outdir, { context: { release: descriptor } });
  expect(code).toBe(2);
  expect(said.trim().split('\n')).toEqual([
    'release.release must be a name such as "2026-11-23-3f9c0d1e2b4a", got "latest"',
    'release.workload.sha256 must be a SHA-256 digest in 64 hexadecimal digits, got nothing',
    'release.image.digest must be a digest such as "sha256:...", got "latest"',
    'release.commit must be a commit of 40 hexadecimal digits, got "main"',
    'release.builtAt must be a moment in UTC such as "2026-11-23T09:30:00Z", got "now"',
  ]);
  expect(existsSync(path.join(outdir, 'manifest.json'))).toBe(false);
}, 60_000);

test('releases that are not there are named, each by the service that it is of', async () => {
  const context = { release: '/no/such/release.json', auxiliaryRelease: '/nor/this.json' };
  const { code, said } = await run(path.join(directory, 'missing'), { context });
  expect(code).toBe(2);
  expect(said.trim().split('\n')).toEqual([
    'release must name a JSON file that can be read, got /no/such/release.json',
    'auxiliaryRelease must name a JSON file that can be read, got /nor/this.json',
  ]);
}, 60_000);
