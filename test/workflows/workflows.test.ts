import Ajv from 'ajv';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { runCli } from '../../lib/cli/run';
import { readAllStages } from '../../lib/config/read-all-stages';
import { sessionFor } from '../../lib/stacks/delivery-stack';
import { project } from '../support/command-line';

interface Step { readonly name?: string; readonly run?: string; readonly uses?: string; readonly with?: Readonly<Record<string, string | number | boolean>>; readonly env?: Readonly<Record<string, string>> }
interface Job { readonly environment?: string; readonly concurrency?: { readonly group: string; readonly 'cancel-in-progress': boolean }; readonly permissions: Readonly<Record<string, string>>; readonly env?: Readonly<Record<string, string>>; readonly steps: readonly Step[] }
interface Workflow { readonly permissions: object; readonly jobs: Readonly<Record<string, Job>> }

const directory = join(project, '.github/workflows');
const files = readdirSync(directory);
const sourceOf = (file: string): string => readFileSync(join(directory, file), 'utf8');
const workflows = files.map((file) => ({ file, workflow: parse(sourceOf(file)) as Workflow }));
const jobs = workflows.flatMap(({ file, workflow }) => Object.entries(workflow.jobs).map(([name, job]) => ({ where: `${file} ${name}`, job })));
const steps = jobs.flatMap(({ where, job }) => job.steps.map((step) => ({ where: `${where}: ${step.name ?? step.run ?? step.uses ?? ''}`, step, job })));
const scripts = steps.flatMap(({ where, step }) => (step.run === undefined ? [] : [{ where, run: step.run }]));
const credentials = ({ uses }: Step): boolean => uses?.startsWith('aws-actions/configure-aws-credentials@') === true;
const found = (pattern: RegExp) => scripts.flatMap(({ where, run }) => [...run.matchAll(pattern)].map((match) => ({ where, match })));

test.each(files)('%s has the form of a workflow, with every action pinned by its commit', (file) => {
  const schema: unknown = JSON.parse(readFileSync(join(__dirname, 'workflow.schema.json'), 'utf8'));
  const check = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schema as object);
  check(parse(sourceOf(file)));
  expect(check.errors ?? []).toEqual([]);
});

test('the schema finds what is misspelt, not pinned, or more than is needed', () => {
  const check = new Ajv({ allowUnionTypes: true }).compile(JSON.parse(readFileSync(join(__dirname, 'workflow.schema.json'), 'utf8')) as object);
  const source = sourceOf('release.yml');
  const broken = [source.replace('runs-on:', 'run-on:'), source.replace(/@[0-9a-f]{40} # v7\.0\.1/, '@v7'), source.replace('contents: read', 'contents: write'), source.replace('permissions: {}', 'permissions: write-all')];
  expect([source, ...broken].map((text) => check(parse(text)))).toEqual([true, false, false, false, false]);
});

test('each action says which version its commit is, and one action is one commit everywhere', () => {
  const pinned = files.flatMap((file) => [...sourceOf(file).matchAll(/uses: (\S+)@([0-9a-f]{40})(.*)$/gm)].map(([, action, commit, comment]) => ({ action, commit, comment })));
  expect(pinned.length).toBe(steps.filter(({ step }) => step.uses !== undefined).length);
  for (const { comment } of pinned) expect(comment).toMatch(/^ # v\d+\.\d+\.\d+$/);
  const actions = new Set(pinned.map(({ action }) => action));
  expect(new Set(pinned.map(({ action, commit }) => `${action ?? ''} ${commit ?? ''}`)).size).toBe(actions.size);
});

test('only a job that an environment guards can get credentials, and it deploys one thing at a time to its end', () => {
  for (const { where, job } of jobs) {
    const deploys = job.steps.some(credentials);
    expect([where, job.permissions['id-token']]).toEqual([where, deploys ? 'write' : undefined]);
    if (deploys) expect([where, job.environment !== undefined, job.concurrency?.group.replace(/^rollback-/, ''), job.concurrency?.['cancel-in-progress']]).toEqual([where, true, job.environment, false]);
  }
  expect(jobs.filter(({ job }) => job.steps.some(credentials)).map(({ where }) => where)).toEqual(['release.yml staging', 'release.yml production', 'rollback.yml rollback', 'topology.yml deploy']);
  expect(jobs.filter(({ where, job }) => where.startsWith('pull-request') && (job.environment !== undefined || job.permissions['id-token'] !== undefined))).toEqual([]);
});

test('no text from outside becomes a part of a script, and no checkout leaves a token behind', () => {
  expect(scripts.filter(({ run }) => run.includes('${{')).map(({ where }) => where)).toEqual([]);
  const titles = steps.flatMap(({ where, step, job }) => [...Object.values(step.env ?? {}), ...Object.values(job.env ?? {})].filter((text) => /github\.(event\.(pull_request\.(title|body|head\.ref)|head_commit|comment)|head_ref)/.test(text)).map(() => where));
  expect(titles).toEqual([]);
  for (const { step } of steps.filter((one) => one.step.uses?.startsWith('actions/checkout@') === true)) expect(step.with?.['persist-credentials']).toBe(false);
});

test('a session lasts as long as that of the role of each stage, which outlasts a release', () => {
  const stages = readAllStages();
  const longest = stages.ok ? stages.value.map((stage) => sessionFor(stage).toSeconds()) : [];
  for (const { step } of steps.filter((one) => credentials(one.step))) expect(longest).toEqual(longest.map(() => step.with?.['role-duration-seconds']));
});

test('every script of npm that is called is there', () => {
  const { scripts: known } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as { readonly scripts: Readonly<Record<string, string>> };
  const called = found(/\bnpm (?:run )?([a-z]+)/g).map(({ match }) => match[1] ?? '').filter((name) => name !== 'ci');
  expect(called).toEqual(expect.arrayContaining(['lint', 'typecheck', 'test']));
  expect(called.filter((name) => known[name] === undefined)).toEqual([]);
});

/** What `--help` prints for a command. */
async function helpFor(words: readonly string[]): Promise<string> {
  let said = '';
  const tell = (text: string): void => { said += text; };
  const code = await runCli([...words, '--help'], project, { out: tell, err: tell, width: 200, interactive: false, ask: async () => '', environment: {}, signal: new AbortController().signal, atInterrupt: () => undefined });
  return code === 0 ? said : '';
}

test('every command of changeover that is called is there, with every option that it is given', async () => {
  const calls = found(/npx changeover (.*)$/gm).map(({ where, match }) => {
    const typed = (match[1] ?? '').split(/ (?:>|\||&)/)[0]?.split(' ') ?? [];
    return { where, words: typed.slice(0, typed.findIndex((word) => !/^[a-z][a-z-]*$/.test(word))), options: typed.filter((word) => word.startsWith('--')) };
  });
  expect([...new Set(calls.map(({ words }) => words.join(' ')))].sort()).toEqual(['build', 'rehearse', 'release promote', 'release record', 'review', 'rollback', 'wait']);
  for (const { where, words, options } of calls) {
    const help = await helpFor(words);
    expect([where, options.filter((option) => !help.includes(`${option} `))]).toEqual([where, []]);
    expect(help).toContain(`Usage: changeover ${words.join(' ')}`);
  }
});

test('every stack that is deployed is there, releases without the stacks that they stand on', () => {
  const golden = readdirSync(join(project, 'test/golden')).map((file) => file.replace('.json', ''));
  const deployed = found(/cdk deploy (.*)$/gm).map(({ match }) => match[1] ?? '');
  const stacks = deployed.flatMap((line) => [...line.matchAll(/(?<=[\s"])(staging|production|\$STAGE)-[A-Za-z]+/g)].map(([name]) => name)).flatMap((name) => (name.startsWith('$STAGE') ? ['staging', 'production'].map((stage) => name.replace('$STAGE', stage)) : [name]));
  expect(stacks.filter((name) => !golden.includes(name))).toEqual([]);
  // A person deploys Delivery: the pipeline cannot change its own rights.
  expect(golden.filter((name) => !stacks.includes(name))).toEqual(['production-Delivery', 'staging-Delivery']);
  for (const line of deployed) expect(line).toContain('--exclusively');
});

test('the files that scripts name are there', () => {
  const named = found(/--file (\S+)/g).map(({ match }) => match[1] ?? '');
  expect(named.filter((file) => !existsSync(join(project, file)))).toEqual([]);
  expect(named).toEqual(['services/Dockerfile']);
});
