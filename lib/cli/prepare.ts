import { resolve } from 'node:path';
import { spell } from '../core/checked';
import { durationText } from '../core/duration-text';
import type { Assembly } from '../edge/assembly/assembly';
import { readAssembly, writtenAt } from '../edge/assembly/read-assembly';
import { synthesize } from '../edge/assembly/synthesize';
import { wallClock } from '../edge/time/wall-clock';
import { rehearsedStage, type RehearsedStage } from '../rehearsal/rehearsed-stage';
import type { Host } from './host';
import { UsageError } from './usage-error';

export interface Prepared {
  readonly assembly: Assembly;
  readonly stage: RehearsedStage;
}

/**
 * The assembly to be rehearsed: the one that is named, as it is, or a fresh one of this project.
 *
 * A fresh one goes to a directory of this run, so that two runs at once do not pull it from under each other.
 *
 * @throws UsageError
 */
export async function prepare(project: string, wanted: { readonly assembly: string | undefined; readonly stage: string }, output: string, host: Host): Promise<Prepared> {
  const directory = wanted.assembly === undefined ? await synthesizeHere(project, output, host) : resolve(wanted.assembly);
  const read = await readAssembly(directory);
  if (!read.ok) throw new UsageError(read.problems.map(spell));
  const stage = rehearsedStage(read.value, wanted.stage);
  if (!stage.ok) throw new UsageError(stage.problems.map(spell));
  if (wanted.assembly !== undefined) {
    const age = (wallClock.now() - (await writtenAt(directory)).getTime()) / 1_000;
    host.err(`assembly ${wanted.assembly}, synthesized ${durationText(age)} ago\n`);
  }
  return { assembly: read.value, stage: stage.value };
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
