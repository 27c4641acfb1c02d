import type { Instant } from '../units';
import { onAlarmsDue } from './alarm-readings';
import type { Unconfirmed } from './cause';
import type { Deployment, Phase, Restoration } from './deployment';
import { endBlue } from './end-blue';
import { alarmsDue, phaseDue, shiftDue, startDue } from './next-wake';
import type { Policy } from './policy';
import { abort, goOn, type Reaction } from './reaction';
import { onShiftDue } from './shift-traffic';

/** What time alone has brought about, one thing at a time; nothing when nothing is due yet. */
export function overdue(policy: Policy, now: Instant, deployment: Deployment): Reaction | undefined {
  const reached = (moment: Instant | undefined): boolean => moment !== undefined && moment <= now;
  if (reached(startDue(deployment))) return goOn;
  if (reached(phaseDue(deployment.phase))) return phaseOver(policy, now, deployment.phase);
  if (reached(shiftDue(policy, deployment))) return abort({ kind: 'shift-too-late', limit: policy.limits.beforeShift });
  return reached(alarmsDue(deployment.alarms)) ? onAlarmsDue(policy, now, deployment) : undefined;
}

function phaseOver(policy: Policy, now: Instant, phase: Phase): Reaction | undefined {
  const { lifecycleEvent, install, termination } = policy.limits;
  const unconfirmed = (work: Unconfirmed, limit = lifecycleEvent): Reaction => abort({ kind: 'not-confirmed', work, limit });
  switch (phase.at) {
    case 'created':
    case 'ended':
      return undefined;
    case 'hook':
      return abort({ kind: 'hook-timeout', event: phase.event });
    case 'installing':
      return abort({ kind: 'install-timeout', limit: install });
    case 'ready':
      return abort({ kind: 'ready-timeout', wait: phase.wait });
    case 'holding':
      return onShiftDue(policy, now, phase);
    case 'baking':
      return endBlue(policy, now);
    case 'routing-test':
      return unconfirmed('routing of test traffic');
    case 'shifting':
      return unconfirmed('routing of production traffic');
    case 'restoring':
      return unconfirmed(workOf(phase.awaiting));
    case 'making-primary':
      return unconfirmed('change of the primary task set');
    case 'ending-blue':
    case 'ending-green':
      return unconfirmed('termination of a task set', termination);
  }
}

/** Of several things that are not confirmed, the one that matters most to customers. */
function workOf(awaiting: readonly Restoration[]): Unconfirmed {
  if (awaiting.includes('production')) return 'routing of production traffic';
  return awaiting.includes('primary') ? 'change of the primary task set' : 'routing of test traffic';
}
