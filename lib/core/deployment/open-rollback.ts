import { after, percent, type Instant } from '../units';
import { beginNext } from './begin-next';
import type { Deployment, Restoration } from './deployment';
import type { Effect } from './effect';
import { begin, noneStarted, succeedRunning, type EventRecords } from './event-records';
import { lifecycleEvents } from './lifecycle-event';
import { settle } from './machine';
import type { Move } from './move';
import type { Policy } from './policy';

/** What a rollback is to the API: its creator, and the configuration that it uses whatever the group says. */
export const rollbackCreator = 'codeDeployRollback';
export const rollbackConfiguration = 'CodeDeployDefault.ECSAllAtOnce';

/**
 * The second deployment that takes `failed` back. It creates no task set: blue is still there. Everything that had moved goes
 * back at once, and green is ended when all of it is confirmed.
 *
 * It watches no alarms and runs no hooks, since it must get through while an alarm is red. Its events are shown as done up to
 * `AllowTraffic`, which lasts until blue has everything; how the real service shows them is not known.
 *
 * @throws Error when `failed` did not ask for a rollback, or one was already started
 */
export function openRollback(policy: Policy, now: Instant, id: string, failed: Deployment): Move {
  const restore = whatToRestore(failed);
  const opened: Deployment = {
    id,
    origin: { kind: 'rollback', of: failed.id },
    createdAt: now,
    events: movingTraffic(now),
    phase: { at: 'restoring', awaiting: restore, deadline: after(now, policy.limits.lifecycleEvent) },
    alarms: { kind: 'off' },
    greenShare: failed.greenShare,
  };
  const move = restore.length === 0 ? beginNext(policy, now, opened) : { next: opened, effects: restore.map(giveBack) };
  return settle(policy, now, move);
}

function giveBack(what: Restoration): Effect {
  switch (what) {
    case 'production':
      return { kind: 'route-production', green: percent(0) };
    case 'primary':
      return { kind: 'make-primary', color: 'blue' };
    case 'test':
      return { kind: 'route-test', to: 'blue' };
  }
}

function whatToRestore({ id, phase }: Deployment): readonly Restoration[] {
  if (phase.at === 'ended' && phase.outcome.status !== 'Succeeded' && phase.outcome.rollback.kind === 'asked') {
    return phase.outcome.rollback.restore;
  }
  throw new Error(`deployment ${id} has not asked for a rollback`);
}

function movingTraffic(now: Instant): EventRecords {
  const upToTraffic = lifecycleEvents.slice(0, lifecycleEvents.indexOf('AllowTraffic') + 1);
  return upToTraffic.reduce((records, event) => begin(succeedRunning(records, now), event, now), noneStarted);
}
