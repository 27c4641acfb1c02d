import { dice } from '../../lib/core/chance';
import { Opened } from '../../lib/edge/processes/opened';
import { wrongAtTheEnd } from './at-the-end';
import { releaseOnce } from './release-once';
import { calm, prepareBench, underLoad } from './under-load';

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
  await using opened = new Opened();
  const { kit, stage } = await prepareBench(assembly, name, opened);
  const { region, stand, customers, finish } = await underLoad(kit, { assembly, stage, speed, seed: 1, name: 'back' }, opened);
  const forward = Array.from({ length: releases }, (_, index) => `release-${index + 1}`);
  const harmedSoFar = (): number => {
    const { failed, lost } = customers.requests();
    return failed + lost;
  };
  const go = async (release: string, isWayBack: boolean): Promise<Step> => {
    await calm(region, stand);
    const harmed = harmedSoFar();
    const released = await releaseOnce(region, stand, release);
    const { outcome, refusal } = released;
    const wrong = await wrongAtTheEnd(region, stand, released);
    const step = { release, isWayBack, harmed: harmedSoFar() - harmed, wrong: [...(outcome === 'stays' ? [] : [`it is ${outcome}: ${refusal ?? 'in its bake'}`]), ...wrong] };
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
