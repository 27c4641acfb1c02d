import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, millis, seconds } from '../../lib/core/units';
import { labelOf, type Assembly, type AssemblyStack, type AssemblyTemplate } from '../../lib/edge/assembly/assembly';
import { Opened } from '../../lib/edge/processes/opened';
import { modelClock } from '../../lib/edge/time/model-clock';
import { wallClock } from '../../lib/edge/time/wall-clock';
import { grantsOf, refusalsOf, type Grants } from '../../lib/region/grants';
import type { RegionKit } from '../../lib/region/kit';
import { startRegion, type Region } from '../../lib/region/region';
import { deployOrExplain, deployStack, NotReady } from '../../lib/rehearsal/deploy';
import { offeredRelease } from '../../lib/rehearsal/offer';
import type { RehearsedStage } from '../../lib/rehearsal/rehearsed-stage';
import { endBake, newestDeployment, prepareStand } from '../../lib/rehearsal/stand';
import { vouch } from '../../lib/rehearsal/vouch';

/** What is tried, in which assembly. */
export interface Bench {
  readonly kit: RegionKit;
  readonly assembly: Assembly;
  readonly stage: RehearsedStage;
  readonly speed: number;
}

/** How a stage fared whose templates were changed. */
export interface Trial {
  /** Why it did not come through, or nothing. */
  readonly failure: string | undefined;
  /** What was refused on the way: calls and connections. */
  readonly refusals: readonly string[];
  readonly grants: Grants;
  readonly wallSeconds: number;
}

/** Wall time: none that comes through takes a third of it. */
const MOST = seconds(120);
const LOOK_EVERY = millis(500);

let trials = 0;

/** A region with the stage in it: topology, two good releases, one that the hook refuses, and the end of the release stack. */
export async function attempt({ kit, assembly, stage, speed }: Bench, edit: (stack: AssemblyStack) => AssemblyTemplate): Promise<Trial> {
  trials += 1;
  const name = `trial-${trials}`;
  const started = wallClock.now();
  await using opened = new Opened();
  const domains = assembly.stacks.flatMap((stack) => labelOf(stack)?.domain ?? []);
  const region = opened.add(await startRegion({ kit, clock: modelClock(speed), seed: 1, name, workloads: [assembly.directory], domains }));
  const edited: RehearsedStage = { ...stage, topology: stage.topology.map((stack) => ({ ...stack, template: edit(stack) })) };
  const over = new AbortController();
  const failure = await Promise.race([through(region, edited, join(kit.run.path, name, 'offered')), refusedOrLate(region, over.signal)]);
  over.abort();
  return { failure, refusals: refusalsOf(region), grants: grantsOf(region), wallSeconds: (wallClock.now() - started) / 1_000 };
}

/** The first refusal decides, whatever comes of it: a rehearsal fails with one. Closed ways only tell after two minutes otherwise. */
async function refusedOrLate(region: Region, over: AbortSignal): Promise<string | undefined> {
  const deadline = after(wallClock.now(), MOST);
  while (wallClock.now() < deadline) {
    await wallClock.sleep(LOOK_EVERY, over).catch(() => undefined);
    if (over.aborted || refusalsOf(region).length > 0) return undefined;
  }
  return `it came to no end within ${MOST / 1_000} s; last said: ${region.logs.newest(1, () => true).map(({ message }) => message).join('')}`;
}

async function through(region: Region, stage: RehearsedStage, directory: string): Promise<string | undefined> {
  try {
    await prepareStand(region, stage, [], () => undefined);
    await vouch(region, stage, stage.release.template);
    await deployOrExplain(region, stage.release);
    await endBake(newestDeployment(region));
    await mkdir(directory, { recursive: true });
    const { template } = await offeredRelease({ kind: 'faulty-build', fault: 'routing-fault' }, stage, region, directory);
    await vouch(region, stage, template);
    const { status } = await deployStack(region, stage.release, template);
    if (status !== 'UPDATE_ROLLBACK_COMPLETE') return `a release that the hook has to refuse ended in ${status}`;
    const deleted = await region.cloudformation.delete(stage.release, stage.release.stackName);
    return deleted.status === 'DELETE_COMPLETE' ? undefined : `the release stack ended in ${deleted.status}`;
  } catch (thrown) {
    // The region is taken down under what is still running when the time is over.
    return thrown instanceof NotReady ? [thrown.message, ...thrown.lastLines].join('\n') : String(thrown);
  }
}
