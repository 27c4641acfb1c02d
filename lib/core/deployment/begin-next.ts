import { after, type Instant } from '../units';
import type { Deployment } from './deployment';
import { begin, firstPending, succeedRunning } from './event-records';
import { invokeHook } from './hook-execution';
import type { LifecycleEvent } from './lifecycle-event';
import type { Move } from './move';
import type { Policy } from './policy';
import { askForShift } from './shift-traffic';
import type { Task } from './task';

/**
 * What follows when the running lifecycle event has succeeded: the next event begins, and one that has nothing to do
 * succeeds at once. After the last, a deployment bakes, and a rollback ends green.
 *
 * The ready wait comes before `BeforeAllowTraffic`. That it does is unverified: the sources only say that it comes after
 * test traffic and before production traffic.
 */
export function beginNext(policy: Policy, now: Instant, deployment: Deployment): Move {
  const done = { ...deployment, events: succeedRunning(deployment.events, now) };
  const event = firstPending(done.events);
  if (event === undefined) return afterTheLast(policy, now, done);
  if (event === 'BeforeAllowTraffic' && policy.ready.kind === 'STOP_DEPLOYMENT' && deployment.phase.at !== 'ready') {
    const { wait } = policy.ready;
    return { next: { ...done, phase: { at: 'ready', wait, deadline: after(now, wait) } }, effects: [] };
  }
  const begun = { ...done, events: begin(done.events, event, now) };
  const task = taskOf(policy, now, deployment, event);
  return task === undefined
    ? beginNext(policy, now, begun)
    : { next: { ...begun, phase: task.phase }, effects: [task.effect] };
}

/** What an event has to do, or nothing. A rollback runs no hooks: whether the real one does is not known. */
function taskOf(policy: Policy, now: Instant, { id, origin }: Deployment, event: LifecycleEvent): Task | undefined {
  if (origin.kind === 'rollback') return undefined;
  switch (event) {
    case 'Install':
      return { phase: { at: 'installing', deadline: after(now, policy.limits.install) }, effect: { kind: 'create-task-set' } };
    case 'AllowTestTraffic':
      return policy.testRoute
        ? { phase: { at: 'routing-test', deadline: after(now, policy.limits.lifecycleEvent) }, effect: { kind: 'route-test', to: 'green' } }
        : undefined;
    case 'AllowTraffic':
      return askForShift(policy, now, now, 0);
    case 'BeforeInstall':
    case 'AfterInstall':
    case 'AfterAllowTestTraffic':
    case 'BeforeAllowTraffic':
    case 'AfterAllowTraffic':
      return invokeHook(policy, now, id, event);
  }
}

function afterTheLast(policy: Policy, now: Instant, deployment: Deployment): Move {
  if (deployment.origin.kind === 'request') {
    return { next: { ...deployment, phase: { at: 'baking', until: after(now, policy.terminationWait) } }, effects: [] };
  }
  const deadline = after(now, policy.limits.termination);
  return { next: { ...deployment, phase: { at: 'ending-green', deadline } }, effects: [{ kind: 'terminate-task-set', color: 'green' }] };
}
