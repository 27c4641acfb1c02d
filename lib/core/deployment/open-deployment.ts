import { percent, type Instant } from '../units';
import { askForAlarms } from './alarm-readings';
import { beginNext } from './begin-next';
import type { Deployment } from './deployment';
import { noneStarted } from './event-records';
import { settle } from './machine';
import type { Move } from './move';
import type { Policy } from './policy';

/**
 * A new deployment. With alarms to watch nothing begins before they were read once; without, it is on its way.
 *
 * That the group has no other active deployment, and that production and test listener point at the PRIMARY task set, is
 * for the caller to have checked.
 */
export function openDeployment(policy: Policy, now: Instant, id: string): Move {
  const created: Deployment = {
    id,
    origin: { kind: 'request' },
    createdAt: now,
    events: noneStarted,
    phase: { at: 'created' },
    alarms: { kind: 'off' },
    greenShare: percent(0),
  };
  if (policy.alarms.names.length === 0) return settle(policy, now, beginNext(policy, now, created));
  const { alarms, effect } = askForAlarms(policy, now);
  return settle(policy, now, { next: { ...created, alarms }, effects: [effect] });
}
