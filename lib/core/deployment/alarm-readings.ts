import { after, type Instant } from '../units';
import type { AlarmReadings, Deployment } from './deployment';
import type { AlarmReading } from './deployment-event';
import type { Effect } from './effect';
import type { Policy } from './policy';
import { abort, change, ignore, type Reaction } from './reaction';

/** The question, and how long its answer is waited for. Only for a policy that names alarms. */
export function askForAlarms(policy: Policy, now: Instant): { readonly alarms: AlarmReadings; readonly effect: Effect } {
  return {
    alarms: { kind: 'asked', answerBy: after(now, policy.limits.alarmAnswer) },
    effect: { kind: 'read-alarms', names: policy.alarms.names },
  };
}

/**
 * Any watched alarm in ALARM ends the deployment; OK and INSUFFICIENT_DATA do not.
 *
 * It is the level that counts, not the change: an alarm that was red before the deployment began stops it at its birth.
 * An alarm of which no state came back, because it was deleted or renamed, counts as unreadable.
 */
export function onAlarmsRead(policy: Policy, now: Instant, deployment: Deployment, readings: readonly AlarmReading[]): Reaction {
  if (deployment.alarms.kind !== 'asked') return ignore;
  const states = new Map(readings.map(({ name, state }) => [name, state]));
  const raised = policy.alarms.names.filter((name) => states.get(name) === 'ALARM');
  if (raised.length > 0) return abort({ kind: 'alarm-active', alarms: raised });
  const unknown = policy.alarms.names.filter((name) => !states.has(name));
  return unknown.length > 0
    ? notRead(policy, now, `there is no state of ${unknown.join(', ')}`)
    : readAgainLater(policy, now);
}

export function onAlarmsUnreadable(policy: Policy, now: Instant, deployment: Deployment, message: string): Reaction {
  return deployment.alarms.kind === 'asked' ? notRead(policy, now, message) : ignore;
}

export function onAlarmsDue(policy: Policy, now: Instant, deployment: Deployment): Reaction {
  if (deployment.alarms.kind === 'asked') return notRead(policy, now, 'no answer came in time');
  const { alarms, effect } = askForAlarms(policy, now);
  return change({ alarms }, effect);
}

function notRead(policy: Policy, now: Instant, message: string): Reaction {
  return policy.alarms.ignorePollAlarmFailure
    ? readAgainLater(policy, now)
    : abort({ kind: 'alarms-unreadable', message });
}

function readAgainLater(policy: Policy, now: Instant): Reaction {
  return change({ alarms: { kind: 'due', at: after(now, policy.alarms.pollEvery) } });
}
