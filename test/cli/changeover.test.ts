import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scenarios } from '../../lib/rehearsal/scenarios';
import { changeover, ended } from '../support/command-line';
import { runHere } from './support/run-here';

let directory: string;
beforeAll(async () => { directory = await mkdtemp(join(tmpdir(), 'cli-')); });
afterAll(() => rm(directory, { recursive: true }));

const manifest = (artifacts: object): string => JSON.stringify({ version: '55.0.0', artifacts });

async function assembly(name: string, files: Readonly<Record<string, string>>): Promise<string> {
  const path = join(directory, name);
  await mkdir(path, { recursive: true });
  for (const [file, content] of Object.entries(files)) await writeFile(join(path, file), content);
  return path;
}

const stack = (id: string, environment = 'aws://222222222222/ap-northeast-2'): object =>
  ({ [id]: { type: 'aws:cloudformation:stack', environment, properties: { templateFile: `${id}.json` } } });

test('all wrong options are told at once; nothing is started and nothing goes to standard output', async () => {
  const { exitCode, out, err } = await ended(changeover('rehearse', '--scenario', 'nonsense', '--rate', '-5', '--speed', 'abc'));
  expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
  expect(err.trimEnd().split('\n')).toEqual([
    expect.stringMatching(/^--scenario must be one of healthy, .* got "nonsense"$/),
    expect.stringMatching(/^--speed must be .* got "abc"$/),
    expect.stringMatching(/^--rate must be .* got "-5"$/),
  ]);
});

test.each([
  ['a directory that is none', () => Promise.resolve('/nowhere/at/all'), /must be a cloud assembly with a manifest.json, found none: run `npx cdk synth`/],
  ['a directory without a manifest', () => assembly('empty', {}), /must be a cloud assembly/],
  ['a manifest that is not JSON', () => assembly('broken', { 'manifest.json': '{' }), /must be a cloud assembly/],
  ['an assembly without a deployment group', () => assembly('groupless', { 'manifest.json': manifest(stack('App')), 'App.json': '{"Resources":{"Topic":{"Type":"AWS::SNS::Topic"}}}' }), /must hold a stack with an AWS::CodeDeploy::DeploymentGroup/],
  ['a stack without an account', () => assembly('anywhere', { 'manifest.json': manifest(stack('App', 'aws://unknown-account/unknown-region')), 'App.json': '{"Resources":{}}' }), /App must name its account and region/],
  ['an assembly of another stage', () => assembly('other', {
    'manifest.json': manifest(stack('App')),
    'App.json': JSON.stringify({ Metadata: { 'changeover:stack': { stage: 'test', tier: 'api', axis: 'topology' } }, Resources: { Group: { Type: 'AWS::CodeDeploy::DeploymentGroup' } } }),
  }), /must hold the stage production, found test/],
])('%s is refused with one message', async (_, make, said) => {
  const { exitCode, out, err } = await runHere(['rehearse', '--assembly', await make()]);
  expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
  const problems = err.trimEnd().split('\n').slice(1);
  expect(problems).toEqual([expect.stringMatching(said)]);
});

test.each([['an unknown command', ['nonsense']], ['an unknown option', ['rehearse', '--nonsense']], ['no command', []]])('%s is asked wrongly', async (_, args) => {
  const { exitCode, out } = await runHere(args);
  expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
});

test('every scenario is listed with one sentence and its control, within 80 columns', async () => {
  const { exitCode, out, err } = await runHere(['rehearse', '--list'], { width: 80 });
  expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
  expect(Math.max(...out.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(80);
  for (const { name, control } of scenarios) {
    expect(out).toMatch(new RegExp(`^${name} `, 'm'));
    if (control !== undefined && control !== name) expect(out.replace(/\s+/g, ' ')).toContain(`Control: ${control}.`);
  }
});
