import type { Instant, Percent } from '../units';
import type { Color, Deployment } from './deployment';
import type { DeploymentEvent } from './deployment-event';
import type { Effect } from './effect';
import type { EventStatus } from './event-records';
import { executionId } from './hook-execution';
import { hookedEvents, lifecycleEvents, type HookedEvent, type LifecycleEvent } from './lifecycle-event';
import type { Move } from './move';
import type { Step } from './machine';
import { deploymentStatus, type DeploymentStatus } from './status';

/** What a watcher saw, and when: one run of a deployment, and of its rollback if there was one. */
export type Trace = readonly Moment[];

export interface Moment {
  readonly at: Instant;
  readonly what: Sight;
}

export type Sight =
  | { readonly kind: 'opened'; readonly deployment: string; readonly rollbackOf: string | undefined }
  | { readonly kind: 'status'; readonly deployment: string; readonly status: DeploymentStatus }
  | { readonly kind: 'lifecycle-event'; readonly deployment: string; readonly event: LifecycleEvent; readonly status: EventStatus }
  /** A verdict that was accepted. */
  | { readonly kind: 'verdict'; readonly deployment: string; readonly event: HookedEvent; readonly verdict: 'Succeeded' | 'Failed' }
  /** A reading that was taken up and showed these watched alarms red. */
  | { readonly kind: 'alarms-raised'; readonly deployment: string; readonly alarms: readonly string[] }
  | { readonly kind: 'continued'; readonly deployment: string; readonly wait: 'READY_WAIT' | 'TERMINATION_WAIT' }
  | { readonly kind: 'asked'; readonly deployment: string; readonly effect: AskedEffect }
  /** The four below are the world's, told by whoever performs the effects: what really became of them. */
  | { readonly kind: 'production'; readonly blue: number; readonly green: number }
  | { readonly kind: 'test'; readonly to: Color }
  | { readonly kind: 'primary'; readonly is: Color }
  | { readonly kind: 'task-set'; readonly color: Color; readonly is: 'steady' | 'gone' };

export type AskedEffect = Exclude<Effect, { readonly kind: 'wake' }>;

/** What the opening of a deployment or of a rollback shows. */
export function observeOpening(now: Instant, { next, effects }: Move): Trace {
  const rollbackOf = next.origin.kind === 'rollback' ? next.origin.of : undefined;
  return stamped(now, [
    { kind: 'opened', deployment: next.id, rollbackOf },
    ...startedEvents(next),
    ...asked(next.id, effects),
    { kind: 'status', deployment: next.id, status: deploymentStatus(next) },
  ]);
}

/** What one step shows: the event that was taken up, then lifecycle events, then what was asked for, and at last the status. */
export function observe(now: Instant, before: Deployment, event: DeploymentEvent, { next, effects, answer }: Step): Trace {
  const status = deploymentStatus(next);
  return stamped(now, [
    ...(answer === 'accepted' ? takenUp(before, event) : []),
    ...lifecycleEvents.filter((name) => before.events[name].status !== next.events[name].status).map((name) => eventSight(next, name)),
    ...asked(next.id, effects),
    ...(status === deploymentStatus(before) ? [] : [{ kind: 'status', deployment: next.id, status } as const]),
  ]);
}

/** The weights as a watcher reads them off the listener when green was given its share. */
export const weights = (green: Percent): Sight => ({ kind: 'production', blue: 100 - green, green });

const stamped = (at: Instant, sights: readonly Sight[]): Trace => sights.map((what) => ({ at, what }));

function takenUp({ id }: Deployment, event: DeploymentEvent): readonly Sight[] {
  switch (event.kind) {
    case 'hook-reported':
      return hookedEvents.filter((name) => executionId(id, name) === event.executionId)
        .map((name) => ({ kind: 'verdict', deployment: id, event: name, verdict: event.verdict }));
    case 'alarms-read': {
      const alarms = event.alarms.filter(({ state }) => state === 'ALARM').map(({ name }) => name);
      return alarms.length > 0 ? [{ kind: 'alarms-raised', deployment: id, alarms }] : [];
    }
    case 'continue-requested':
      return [{ kind: 'continued', deployment: id, wait: event.wait }];
    default:
      return [];
  }
}

function asked(deployment: string, effects: readonly Effect[]): readonly Sight[] {
  return effects.flatMap((effect) => (effect.kind === 'wake' ? [] : [{ kind: 'asked', deployment, effect } as const]));
}

const startedEvents = (deployment: Deployment): readonly Sight[] =>
  lifecycleEvents.filter((name) => deployment.events[name].status !== 'Pending').map((name) => eventSight(deployment, name));

const eventSight = ({ id, events }: Deployment, event: LifecycleEvent): Sight =>
  ({ kind: 'lifecycle-event', deployment: id, event, status: events[event].status });
