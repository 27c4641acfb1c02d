import type { Instant } from '../units';
import { endingBy, type Cause } from './cause';
import type { Deployment, Outcome } from './deployment';
import { abandon } from './event-records';
import type { Move } from './move';
import type { Policy } from './policy';
import { decideRollback } from './rollback-decision';

/** Ends a deployment early. Nothing is put back here: that is the affair of a second deployment, when one is asked for. */
export function endEarly(policy: Policy, now: Instant, deployment: Deployment, because: Cause): Move {
  const rollback = decideRollback(policy, deployment, because);
  const abandoned = { ...deployment, events: abandon(deployment.events, now) };
  return {
    next: ended(now, abandoned, { status: endingBy(because).status, because, rollback }),
    effects: rollback.kind === 'asked' ? [{ kind: 'start-rollback' }] : [],
  };
}

export function endWell(now: Instant, deployment: Deployment): Move {
  return { next: ended(now, deployment, { status: 'Succeeded' }), effects: [] };
}

function ended(now: Instant, deployment: Deployment, outcome: Outcome): Deployment {
  return { ...deployment, phase: { at: 'ended', endedAt: now, outcome }, alarms: { kind: 'off' } };
}
