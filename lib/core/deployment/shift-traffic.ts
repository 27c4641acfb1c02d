import { after, percent, type Instant, type Percent } from '../units';
import type { Phase } from './deployment';
import type { Policy } from './policy';
import { change, ignore, type Reaction } from './reaction';
import type { Task } from './task';
import { trafficSchedule } from './traffic-schedule';

type At<Place extends Phase['at']> = Extract<Phase, { readonly at: Place }>;

/** Asks for the weights of one shift; `startedAt` is when the first was asked for. */
export function askForShift(policy: Policy, now: Instant, startedAt: Instant, shift: number): Task {
  return {
    phase: { at: 'shifting', shift, startedAt, deadline: after(now, policy.limits.lifecycleEvent) },
    effect: { kind: 'route-production', green: greenShareOf(policy, shift) },
  };
}

/**
 * The load balancer follows. Shifts are due at fixed moments after the first, so a late confirmation does not push the later
 * ones back; but none is asked for before the one ahead of it is confirmed.
 */
export function onShiftConfirmed(policy: Policy, now: Instant, phase: At<'shifting'>, green: Percent): Reaction {
  if (green !== greenShareOf(policy, phase.shift)) return ignore;
  const next = trafficSchedule(policy.traffic)[phase.shift + 1];
  if (next === undefined) {
    const deadline = after(now, policy.limits.lifecycleEvent);
    return change({ greenShare: green, phase: { at: 'making-primary', deadline } }, { kind: 'make-primary', color: 'green' });
  }
  const { shift, startedAt } = phase;
  return change({ greenShare: green, phase: { at: 'holding', shift, startedAt, until: after(startedAt, next.after) } });
}

export function onShiftDue(policy: Policy, now: Instant, { startedAt, shift }: At<'holding'>): Reaction {
  const { phase, effect } = askForShift(policy, now, startedAt, shift + 1);
  return change({ phase }, effect);
}

function greenShareOf(policy: Policy, shift: number): Percent {
  return trafficSchedule(policy.traffic)[shift]?.green ?? percent(100);
}
