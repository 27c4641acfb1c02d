import { join } from 'node:path';
import { spell, type Checked } from '../../lib/core/checked';
import { readAssembly } from '../../lib/edge/assembly/read-assembly';
import { synthesize } from '../../lib/edge/assembly/synthesize';
import type { Opened } from '../../lib/edge/processes/opened';
import { createRunDirectory } from '../../lib/edge/processes/run-directory';
import { startWatchdog } from '../../lib/edge/processes/watchdog';
import { prepareKit } from '../../lib/region/kit';
import { rehearsedStage } from '../../lib/rehearsal/rehearsed-stage';
import { project } from '../support/command-line';
import type { Bench } from './trial';

/** Synthesizes the stage that is tried, and makes ready what all regions share. */
export async function prepareBench(opened: Opened, stage: string, speed: number): Promise<Bench> {
  const run = opened.add(await createRunDirectory());
  const kit = await prepareKit(run, opened.add(startWatchdog(run.path)));
  const directory = join(run.path, 'cdk.out');
  const made = await synthesize(project, directory);
  if (!made.ok) throw new Error(made.output);
  const assembly = valueOf(await readAssembly(directory));
  return { kit, assembly, stage: valueOf(rehearsedStage(assembly, stage)), speed };
}

function valueOf<T>(read: Checked<T>): T {
  if (read.ok) return read.value;
  throw new Error(read.problems.map(spell).join('; '));
}
