/**
 * `npm run mutate`: whether a rehearsal notices each permission, security-group rule and order that the templates have and need, by
 * taking each away. Half an hour. `-- --only TEXT` tries those whose name contains a text, and writes no result.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { labelOf, type AssemblyStack } from '../../lib/edge/assembly/assembly';
import { Opened } from '../../lib/edge/processes/opened';
import { dependenciesOf, isImplied, reversed, type Dependency } from './dependencies';
import { whyUnneeded, whyUnordered } from './explanations';
import { openingsOf, type Opening } from './openings';
import { prepareBench } from './prepare';
import { describe, report, type Removal } from './report';
import { attempt, type Bench, type Trial } from './trial';
import { verdictOn, type Verdict } from './verdict';
import { without } from './without';

/** Faster, and a function takes longer to start than the templates give it. */
const SPEED = 120;
const IMPLIED = 'the order holds without it, by what the resources name: CDK writes a dependency on a construct as one on each resource in it';
const say = (text: string): void => void process.stderr.write(`${text}\n`);

const takenAway = (bench: Bench, openings: readonly Opening[]) => attempt(bench, ({ stackName, template }) => without(template, openings.filter(({ stack }) => stack === stackName)));

/** What nobody names is tried once more: on a busy machine something else may have failed first. */
async function judged(trial: () => Promise<Trial>, names: readonly string[]): Promise<Verdict> {
  const verdict = verdictOn(await trial(), names);
  return verdict.kind === 'unnamed' ? verdictOn(await trial(), names) : verdict;
}

/** All of them at once: when that comes through without a refusal, each of them alone does. Otherwise each half, since one may stand in for another. */
async function unneededOnes(bench: Bench, openings: readonly Opening[]): Promise<readonly Removal[]> {
  if (openings.length === 0) return [];
  const trial = await takenAway(bench, openings);
  if (openings.length === 1 || (trial.failure === undefined && trial.refusals.length === 0)) {
    return openings.map((opening) => ({ what: opening.key, kind: opening.kind, expected: 'survived', verdict: verdictOn(trial, opening.names), why: whyUnneeded(opening) }));
  }
  const half = Math.ceil(openings.length / 2);
  return [...await unneededOnes(bench, openings.slice(0, half)), ...await unneededOnes(bench, openings.slice(half))];
}

async function unorderedOne(bench: Bench, { stackName, template }: AssemblyStack, dependency: Dependency): Promise<Removal> {
  const about = { what: nameOf(dependency), kind: 'order' } as const;
  if (isImplied(dependency, template)) return { ...about, expected: 'survived', verdict: { kind: 'survived' }, why: IMPLIED };
  const trial = () => attempt(bench, (stack) => (stack.stackName === stackName ? reversed(dependency, template) : stack.template));
  const why = whyUnordered(dependency);
  return { ...about, expected: why === undefined ? 'noticed' : 'survived', verdict: await judged(trial, [dependency.to, inWords(dependency.types[1]), ...actionsIn(template.Resources[dependency.to])]), why };
}

const nameOf = ({ stack, from, to }: Dependency): string => `${stack}/${from} after ${to}`;

/** `AWS::ECS::TaskDefinition` is a task definition to whoever misses one. */
const inWords = (type: string): string => (type.split('::').at(-1) ?? type).replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();

/** The permissions that a policy gives: whoever lacks it reads of one of them. */
const actionsIn = (resource: unknown): readonly string[] => JSON.stringify(resource).match(/(?<=")[a-z0-9-]+:[A-Z][A-Za-z]+(?=")/g) ?? [];

async function mutate(): Promise<number> {
  const { values } = parseArgs({ options: { only: { type: 'string' } } });
  const isMeant = (name: string): boolean => values.only === undefined || name.includes(values.only);
  await using opened = new Opened();
  const bench = await prepareBench(opened, 'production', SPEED);
  // Who deploys is not played here, only what was deployed: the pipeline's own permissions are for `test/stacks/delivery.test.ts`.
  const stacks = [...bench.stage.topology.filter((stack) => labelOf(stack)?.tier !== 'delivery'), bench.stage.release];
  const whole = await attempt(bench, ({ template }) => template);
  if (whole.failure !== undefined || whole.refusals.length > 0) throw new Error(`the templates as they are do not come through: ${[whole.failure, ...whole.refusals].join('; ')}`);
  const openings = stacks.flatMap(openingsOf);
  const [needed, unneeded] = [openings.filter(({ key }) => whole.grants.needed.has(key)), openings.filter(({ key }) => !whole.grants.needed.has(key))];
  say(`${openings.length} openings, ${needed.length} of them needed by what happened in ${whole.wallSeconds.toFixed(0)} s`);

  const removals: Removal[] = [];
  const done = (removal: Removal): void => {
    removals.push(removal);
    say(`${removals.length}: ${describe(removal)}`);
  };
  for (const opening of needed.filter(({ key }) => isMeant(key))) {
    done({ what: opening.key, kind: opening.kind, expected: 'noticed', verdict: await judged(() => takenAway(bench, [opening]), opening.names), why: undefined });
  }
  for (const removal of await unneededOnes(bench, unneeded.filter(({ key }) => isMeant(key)))) done(removal);
  for (const stack of stacks) for (const dependency of dependenciesOf(stack)) if (isMeant(nameOf(dependency))) done(await unorderedOne(bench, stack, dependency));

  const { text, problems } = report(removals, { wallSeconds: whole.wallSeconds, speed: SPEED });
  if (values.only === undefined) await writeFile(join(__dirname, 'RESULT.md'), text);
  for (const problem of problems) say(`PROBLEM: ${problem}`);
  return problems.length === 0 ? 0 : 1;
}

// Trials that were given up leave waits behind that would keep the process.
void mutate().then((code) => process.exit(code), (thrown: unknown) => {
  say(String(thrown));
  process.exit(3);
});
