import { after, type Instant } from '../units';
import type { Deployment } from './deployment';
import type { DeploymentEvent } from './deployment-event';
import type { Effect } from './effect';
import { hasStarted } from './event-records';
import { hookedEvents, type HookedEvent } from './lifecycle-event';
import type { Policy } from './policy';
import { abort, goOn, ignore, type Reaction } from './reaction';
import type { Task } from './task';

/** The id that a hook reports under. On the wire it is opaque: the endpoint may wrap it as it likes. */
export const executionId = (deployment: string, event: HookedEvent): string => `${deployment}/${event}`;

/** The function to invoke at `event`, or nothing: the one after test traffic is left out without a test listener. */
export function hookAt(policy: Policy, event: HookedEvent): string | undefined {
  return event === 'AfterAllowTestTraffic' && !policy.testRoute ? undefined : policy.hooks[event];
}

export function invokeHook(policy: Policy, now: Instant, deployment: string, event: HookedEvent): Task | undefined {
  const named = hookAt(policy, event);
  if (named === undefined) return undefined;
  const id = executionId(deployment, event);
  const invoke: Effect = { kind: 'invoke-hook', event, function: named, executionId: id };
  return { phase: { at: 'hook', event, executionId: id, deadline: after(now, policy.limits.lifecycleEvent) }, effect: invoke };
}

/** The verdict counts once, and only while the deployment waits for it; the first report is the one that counts. */
export function onHookReport(policy: Policy, deployment: Deployment, report: Of<'hook-reported'>): Reaction {
  if (deployment.phase.at === 'hook' && deployment.phase.executionId === report.executionId) {
    return report.verdict === 'Succeeded' ? goOn : abort({ kind: 'hook-failed', event: deployment.phase.event });
  }
  return { kind: 'refuse', answer: wasInvoked(policy, deployment, report.executionId) ? 'event-already-completed' : 'unknown-execution' };
}

export function onHookNotInvocable(deployment: Deployment, { executionId: id, message }: Of<'hook-not-invocable'>): Reaction {
  if (deployment.phase.at !== 'hook' || deployment.phase.executionId !== id) return ignore;
  return abort({ kind: 'hook-not-invocable', event: deployment.phase.event, message });
}

type Of<Kind extends DeploymentEvent['kind']> = Extract<DeploymentEvent, { readonly kind: Kind }>;

function wasInvoked(policy: Policy, deployment: Deployment, id: string): boolean {
  return deployment.origin.kind === 'request' && hookedEvents.some((event) =>
    executionId(deployment.id, event) === id && hookAt(policy, event) !== undefined && hasStarted(deployment.events[event]));
}
