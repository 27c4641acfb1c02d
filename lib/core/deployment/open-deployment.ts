import { after, percent, type Instant } from '../units';
import { askForAlarms } from './alarm-readings';
import type { Cause } from './cause';
import type { Deployment } from './deployment';
import { endEarly } from './end';
import { noneStarted } from './event-records';
import { settle } from './machine';
import type { Move } from './move';
import type { Policy } from './policy';

/**
 * A new deployment. It begins when `startsAfter` is over, and with alarms to watch not before they were read once.
 *
 * That the group has no other active deployment, and that the service has a PRIMARY task set, is for the caller to have checked.
 */
export function openDeployment(policy: Policy, now: Instant, id: string): Move {
  const created = newDeployment(policy, now, id);
  if (policy.alarms.names.length === 0) return settle(policy, now, { next: created, effects: [] });
  const { alarms, effect } = askForAlarms(policy, now);
  return settle(policy, now, { next: { ...created, alarms }, effects: [effect] });
}

/** A deployment that cannot be begun, for its revision or its service is not usable: it has failed as soon as it is there. */
export function openStillborn(policy: Policy, now: Instant, id: string, because: Extract<Cause, { readonly kind: `invalid-${string}` }>): Move {
  return endEarly(policy, now, newDeployment(policy, now, id), because);
}

function newDeployment({ startsAfter }: Policy, now: Instant, id: string): Deployment {
  return {
    id,
    origin: { kind: 'request' },
    createdAt: now,
    events: noneStarted,
    phase: { at: 'created', until: after(now, startsAfter) },
    alarms: { kind: 'off' },
    greenShare: percent(0),
  };
}
