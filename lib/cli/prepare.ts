import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { accepted, rejected, spell, type Checked } from '../core/checked';
import type { Contract } from '../core/operation/contract';
import { durationText } from '../core/duration-text';
import type { Assembly } from '../edge/assembly/assembly';
import { readContract } from '../edge/contract/read-contract';
import { readAssembly, writtenAt } from '../edge/assembly/read-assembly';
import { synthesize } from '../edge/assembly/synthesize';
import { wallClock } from '../edge/time/wall-clock';
import { disturbedOperation } from '../rehearsal/foreign/disturb';
import { foreignStage } from '../rehearsal/foreign/foreign-stage';
import { readWorkload } from '../rehearsal/foreign/workload';
import { rehearsedStage, type RehearsedStage } from '../rehearsal/rehearsed-stage';
import { scenarioNamed } from '../rehearsal/scenarios';
import type { Host } from './host';
import type { RehearseOptions } from './options';
import { UsageError } from './usage-error';

export interface Prepared {
  readonly assembly: Assembly;
  readonly stage: RehearsedStage;
  /** The stage with the release of another tier, for each tier that a scenario releases beside the main one. */
  readonly beside: Readonly<Record<string, RehearsedStage>>;
}

/**
 * The assembly to be rehearsed: the one that is named, as it is, or a fresh one of this project.
 *
 * A fresh one goes to a directory of this run, so that two runs at once do not pull it from under each other.
 *
 * @throws UsageError
 */
export async function prepare(project: string, wanted: Pick<RehearseOptions, 'scenarios' | 'assembly' | 'stage' | 'workload' | 'contract' | 'operation'>, output: string, host: Host): Promise<Prepared> {
  const directory = wanted.assembly === undefined ? await synthesizeHere(project, output, host) : resolve(wanted.assembly);
  const read = await readAssembly(directory);
  if (!read.ok) throw new UsageError(read.problems.map(spell));
  const stage = wanted.workload === undefined ? rehearsedStage(read.value, wanted.stage) : await foreign(read.value, wanted.workload, wanted);
  const tiers = wanted.workload === undefined ? [...new Set(wanted.scenarios.flatMap((scenario) => scenarioNamed(scenario)?.beside?.tier ?? []))] : [];
  const beside = tiers.map((tier) => ({ tier, found: rehearsedStage(read.value, wanted.stage, tier) }));
  const problems = [stage, ...beside.map(({ found }) => found)].flatMap((found) => (found.ok ? [] : found.problems));
  if (!stage.ok || problems.length > 0) throw new UsageError([...new Set(problems.map(spell))]);
  if (wanted.assembly !== undefined) {
    const age = (wallClock.now() - (await writtenAt(directory)).getTime()) / 1_000;
    host.err(`assembly ${wanted.assembly}, synthesized ${durationText(age)} ago\n`);
  }
  return { assembly: read.value, stage: stage.value, beside: Object.fromEntries(beside.flatMap(({ tier, found }) => (found.ok ? [[tier, found.value]] : []))) };
}

async function synthesizeHere(project: string, output: string, host: Host): Promise<string> {
  const started = wallClock.now();
  host.err('synthesizing the stacks (cdk.json) ...\n');
  const made = await synthesize(project, output, host.signal);
  // The app itself says what is wrong with a stage, a line for each problem.
  if (!made.ok && made.exitCode === 2) throw new UsageError(made.output.split('\n'));
  if (!made.ok) throw new Error(`the app could not be synthesized:\n${made.output}`);
  host.err(`synthesized in ${((wallClock.now() - started) / 1_000).toFixed(1)} s\n`);
  return made.directory;
}

/** Somebody else's app, with everything that is wrong with what was said of it at once. */
async function foreign(assembly: Assembly, workload: string, { contract, operation }: Pick<RehearseOptions, 'contract' | 'operation'>): Promise<Checked<RehearsedStage>> {
  const read = readWorkload(workload, process.cwd());
  const agreed = await contractFrom(contract);
  if (!read.ok || !agreed.ok) return { ok: false, problems: [read, agreed].flatMap((one) => (one.ok ? [] : one.problems)) };
  const stage = foreignStage(assembly, read.value, agreed.value);
  const operations = stage.ok ? stage.value.contract?.operations ?? [] : [];
  if (!stage.ok || disturbedOperation(operations, operation) !== undefined) return stage;
  return rejected({ path: '--operation', message: `must be one of ${operations.map(({ id }) => id).join(', ')}, got ${JSON.stringify(operation)}` });
}

async function contractFrom(file: string | undefined): Promise<Checked<Contract | undefined>> {
  if (file === undefined) return accepted(undefined);
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return rejected({ path: '--contract', message: `must be a file that can be read, got ${JSON.stringify(file)}` });
  const operations = readContract(text);
  if (!operations.ok) return { ok: false, problems: operations.problems.map(({ path, message }) => ({ path: `${file}: ${path}`, message })) };
  // What was written nobody looks up: the rehearsal does not know the app's database.
  return accepted({ operations: operations.value, proof: '' });
}
