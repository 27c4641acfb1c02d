import type { Instant } from '../units';
import type { Deployment } from './deployment';
import type { DeploymentEvent } from './deployment-event';
import type { Step } from './machine';
import { nextWake } from './next-wake';
import type { Policy } from './policy';
import { isActive } from './status';

/**
 * Whether a deployment ends when time passes and nobody answers anything any more: true of every state that can be reached.
 *
 * `step` is a parameter so that a wrong machine can be put in. `patience` bounds the number of wake-ups; polling of alarms
 * takes the most of them.
 */
export function endsAlone(
  step: (policy: Policy, now: Instant, deployment: Deployment, event: DeploymentEvent) => Step,
  policy: Policy,
  deployment: Deployment,
  patience = 10_000,
): boolean {
  let reached = deployment;
  for (let wakes = 0; isActive(reached); wakes += 1) {
    const wake = nextWake(policy, reached);
    if (wake === undefined || wakes === patience) return false;
    reached = step(policy, wake, reached, { kind: 'time-passed' }).next;
  }
  return true;
}
