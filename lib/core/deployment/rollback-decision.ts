import { endingBy, type Cause } from './cause';
import type { Deployment, Restoration, Rollback } from './deployment';
import { hasStarted } from './event-records';
import type { Policy } from './policy';

/**
 * Whether an ending is rolled back, and what blue must get back.
 *
 * Alarms and rollback are two knobs: an alarm stops, and it rolls back only when its event is listed. Before `Install`
 * there is nothing to undo (user guide: no rollback is possible at `BeforeInstall`); once blue's termination was asked for
 * there is nothing to go back to. A rollback is not rolled back itself: no source says, and there is no third task set.
 */
export function decideRollback(policy: Policy, deployment: Deployment, cause: Cause): Rollback {
  if (deployment.origin.kind === 'rollback') return { kind: 'none', why: 'is-a-rollback' };
  if (!isWanted(policy, cause)) return { kind: 'none', why: 'not-wanted' };
  if (deployment.phase.at === 'ending-blue') return { kind: 'none', why: 'blue-is-ending' };
  if (!hasStarted(deployment.events.Install)) return { kind: 'none', why: 'nothing-to-undo' };
  return { kind: 'asked', restore: whatMoved(policy, deployment) };
}

/** A stop request may decide for itself; when it does not, its event decides like any other. */
function isWanted(policy: Policy, cause: Cause): boolean {
  if (cause.kind === 'stop-requested' && cause.rollback !== undefined) return cause.rollback;
  return policy.rollbackOn.includes(endingBy(cause).event);
}

/** Whatever was asked for counts, confirmed or not. Production comes first: it is what customers see. */
function whatMoved(policy: Policy, { events }: Deployment): readonly Restoration[] {
  const production: readonly Restoration[] = hasStarted(events.AllowTraffic) ? ['production', 'primary'] : [];
  const test: readonly Restoration[] = policy.testRoute && hasStarted(events.AllowTestTraffic) ? ['test'] : [];
  return [...production, ...test];
}
