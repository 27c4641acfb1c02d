import type { Deployment } from '../../../lib/core/deployment/deployment';
import { endsAlone } from '../../../lib/core/deployment/ends-alone';
import { invariants } from '../../../lib/core/deployment/invariants';
import { step } from '../../../lib/core/deployment/machine';
import { frames } from '../../../lib/core/deployment/picture';
import { walk } from './walk';

const runs = 20_000;

test(`in ${runs} random lives every invariant holds, and from wherever they came to, time alone ends them`, () => {
  const met = new Map<string, number>();
  const meet = (what: string): unknown => met.set(what, (met.get(what) ?? 0) + 1);
  for (let seed = 1; seed <= runs; seed += 1) {
    const { policy, trace, reached } = walk(seed);
    const run = frames(trace);
    for (const [name, invariant] of Object.entries(invariants)) {
      if (!invariant.holds(run, policy)) throw new Error(`seed ${seed}: ${name} does not hold: ${invariant.says}`);
    }
    for (const deployment of reached) {
      if (!endsAlone(step, policy, deployment)) throw new Error(`seed ${seed}: ${deployment.id} never ends from ${deployment.phase.at}`);
      meet(placeOf(deployment));
    }
  }
  expect(everythingWorthMeeting.filter((what) => (met.get(what) ?? 0) < 5)).toEqual([]);
});

function placeOf({ phase, origin }: Deployment): string {
  if (phase.at !== 'ended') return phase.at;
  return `${origin.kind} ended ${phase.outcome.status === 'Succeeded' ? 'well' : phase.outcome.because.kind}`;
}

/** The walks mean something only if they come to all of this. */
const everythingWorthMeeting = [
  ...['created', 'hook', 'installing', 'routing-test', 'ready', 'shifting', 'holding', 'making-primary', 'baking', 'ending-blue'],
  ...['restoring', 'ending-green'],
  ...['well', 'alarm-active', 'alarms-unreadable', 'stop-requested', 'ready-timeout', 'hook-failed', 'hook-timeout', 'hook-not-invocable',
    'install-timeout', 'task-set-failed', 'routing-failed', 'not-confirmed'].map((ending) => `request ended ${ending}`),
  ...['well', 'routing-failed', 'task-set-failed', 'not-confirmed', 'stop-requested'].map((ending) => `rollback ended ${ending}`),
];
