import { after, type Instant } from '../units';
import type { AlarmReadings, Deployment, Phase } from './deployment';
import type { Policy } from './policy';

/** When the deployment must be woken next; nothing once it has ended. Depends on the state alone, so it survives a restart. */
export function nextWake(policy: Policy, deployment: Deployment): Instant | undefined {
  return earliest(startDue(deployment), phaseDue(deployment.phase), alarmsDue(deployment.alarms), shiftDue(policy, deployment));
}

/** When a new deployment begins; nothing while the first reading of its alarms is awaited. */
export function startDue({ phase, alarms }: Deployment): Instant | undefined {
  return phase.at === 'created' && alarms.kind !== 'asked' ? phase.until : undefined;
}

/** When the phase ends by itself: a wait is over, or a limit is reached. */
export function phaseDue(phase: Phase): Instant | undefined {
  switch (phase.at) {
    case 'created':
    case 'ended':
      return undefined;
    case 'holding':
    case 'baking':
      return phase.until;
    case 'hook':
    case 'installing':
    case 'routing-test':
    case 'ready':
    case 'shifting':
    case 'making-primary':
    case 'ending-blue':
    case 'restoring':
    case 'ending-green':
      return phase.deadline;
  }
}

/** When the alarms must be read next, or their reading is given up. */
export function alarmsDue(alarms: AlarmReadings): Instant | undefined {
  switch (alarms.kind) {
    case 'off':
      return undefined;
    case 'due':
      return alarms.at;
    case 'asked':
      return alarms.answerBy;
  }
}

/** When the first shift must have been asked for; nothing once it was, or when there will be none. */
export function shiftDue(policy: Policy, deployment: Deployment): Instant | undefined {
  const stillToCome = deployment.events.AllowTraffic.status === 'Pending';
  return stillToCome ? after(deployment.createdAt, policy.limits.beforeShift) : undefined;
}

function earliest(...moments: readonly (Instant | undefined)[]): Instant | undefined {
  return moments.reduce((first, moment) => (moment !== undefined && (first === undefined || moment < first) ? moment : first), undefined);
}
