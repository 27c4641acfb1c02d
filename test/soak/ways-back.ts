import { spell } from '../../lib/core/checked';
import { dice } from '../../lib/core/chance';
import { readAssembly } from '../../lib/edge/assembly/read-assembly';
import { Opened } from '../../lib/edge/processes/opened';
import { createRunDirectory } from '../../lib/edge/processes/run-directory';
import { startWatchdog } from '../../lib/edge/processes/watchdog';
import { prepareKit } from '../../lib/region/kit';
import { withRelease } from '../../lib/rehearsal/candidate';
import { deployStack } from '../../lib/rehearsal/deploy';
import { deploymentSince, followToTheEnd } from '../../lib/rehearsal/follow';
import { rehearsedStage } from '../../lib/rehearsal/rehearsed-stage';
import { vouch } from '../../lib/rehearsal/vouch';
import { wrongAtTheEnd } from './at-the-end';
import { calm, underLoad } from './under-load';

/** One release, or one way back to a release that ran before. */
export interface Step {
  readonly release: string;
  readonly isWayBack: boolean;
  /** Requests without a right answer while it went on. */
  readonly harmed: number;
  readonly wrong: readonly string[];
}

export interface WaysBack {
  readonly steps: readonly Step[];
  readonly sent: number;
  readonly writes: { readonly acknowledged: number; readonly missing: number; readonly duplicated: number };
}

export interface WaysBackPlan {
  readonly releases: number;
  readonly assembly: string;
  readonly stage: string;
  readonly speed: number;
  readonly tell: (step: Step) => void;
}

/** So many releases, one after another, under load; then back to each of them, in an order of chance, on the way on which they came. */
export async function soakWaysBack({ releases, assembly, stage: name, speed, tell }: WaysBackPlan): Promise<WaysBack> {
  const read = await readAssembly(assembly);
  if (!read.ok) throw new Error(read.problems.map(spell).join('\n'));
  const stage = rehearsedStage(read.value, name);
  if (!stage.ok) throw new Error(stage.problems.map(spell).join('\n'));
  await using opened = new Opened();
  const run = opened.add(await createRunDirectory());
  const kit = await prepareKit(run, opened.add(startWatchdog(run.path)));
  const { region, stand, customers, finish } = await underLoad(kit, { assembly, stage: stage.value, speed, seed: 1, name: 'back' }, opened);
  const forward = Array.from({ length: releases }, (_, index) => `release-${index + 1}`);
  const harmedSoFar = (): number => {
    const { failed, lost } = customers.requests();
    return failed + lost;
  };
  const go = async (release: string, isWayBack: boolean): Promise<Step> => {
    await calm(region, stand);
    const [before, harmed] = [region.deployments.records.size, harmedSoFar()];
    const template = withRelease(stage.value.release.template, { ...stage.value.assembled, release });
    if (!isWayBack) await vouch(region, stage.value, template);
    const stack = await deployStack(region, stage.value.release, template);
    const { rollback, refusal } = await followToTheEnd(stack, deploymentSince(before, stand.group.id, region), region);
    const outcome = rollback === undefined && refusal === undefined ? 'stays' : 'taken back';
    const wrong = await wrongAtTheEnd(region, stand, { stack, outcome, release, refusal });
    const step = { release, isWayBack, harmed: harmedSoFar() - harmed, wrong: [...(outcome === 'stays' ? [] : [`it was taken back: ${refusal ?? 'in its bake'}`]), ...wrong] };
    tell(step);
    return step;
  };
  const steps: Step[] = [];
  for (const release of forward) steps.push(await go(release, false));
  // The newest one runs, so there is no way back to it before another one ran.
  const order = dice(1).named('back').shuffled(forward);
  for (const release of order[0] === forward.at(-1) ? [...order.slice(1), ...order.slice(0, 1)] : order) steps.push(await go(release, true));
  const writes = await finish();
  return { steps, writes, sent: customers.requests().sent };
}
