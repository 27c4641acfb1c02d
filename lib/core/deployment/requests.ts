import type { Instant } from '../units';
import type { Deployment } from './deployment';
import { endBlue } from './end-blue';
import type { Policy } from './policy';
import { abort, change, goOn, ignore, type Reaction } from './reaction';

/** `StopDeployment`: possible until the deployment has ended, even while blue is being terminated; then nothing is rolled back. */
export function onStop({ phase }: Deployment, rollback: boolean | undefined): Reaction {
  if (phase.at === 'ended') return { kind: 'refuse', answer: 'deployment-already-completed' };
  return abort({ kind: 'stop-requested', rollback });
}

/** `ContinueDeployment`: starts the shift (READY_WAIT), or ends blue before its wait is over (TERMINATION_WAIT). */
export function onContinue(policy: Policy, now: Instant, { phase }: Deployment, wait: 'READY_WAIT' | 'TERMINATION_WAIT'): Reaction {
  if (phase.at === 'ended') return { kind: 'refuse', answer: 'deployment-already-completed' };
  if (phase.at === 'ready' && wait === 'READY_WAIT') return goOn;
  if (phase.at === 'baking' && wait === 'TERMINATION_WAIT') return endBlue(policy, now);
  return { kind: 'refuse', answer: 'not-in-ready-state' };
}

/** The second deployment has an id: from now on both tell of each other. */
export function onRollbackStarted({ phase }: Deployment, deployment: string): Reaction {
  if (phase.at !== 'ended' || phase.outcome.status === 'Succeeded' || phase.outcome.rollback.kind !== 'asked') return ignore;
  return change({ phase: { ...phase, outcome: { ...phase.outcome, rollback: { kind: 'started', deployment } } } });
}
