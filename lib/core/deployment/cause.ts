import type { Millis } from '../units';
import type { HookedEvent } from './lifecycle-event';
import type { RollbackEvent } from './policy';

/** Why a deployment ended before it had succeeded. */
export type Cause =
  | { readonly kind: 'invalid-revision'; readonly message: string }
  | { readonly kind: 'invalid-service'; readonly message: string }
  | { readonly kind: 'alarm-active'; readonly alarms: readonly string[] }
  | { readonly kind: 'alarms-unreadable'; readonly message: string }
  | { readonly kind: 'stop-requested'; readonly rollback: boolean | undefined }
  | { readonly kind: 'ready-timeout'; readonly wait: Millis }
  | { readonly kind: 'hook-failed'; readonly event: HookedEvent }
  | { readonly kind: 'hook-timeout'; readonly event: HookedEvent }
  | { readonly kind: 'hook-not-invocable'; readonly event: HookedEvent; readonly message: string }
  | { readonly kind: 'install-timeout'; readonly limit: Millis }
  | { readonly kind: 'task-set-failed'; readonly message: string }
  | { readonly kind: 'routing-failed'; readonly message: string }
  | { readonly kind: 'not-confirmed'; readonly work: Unconfirmed; readonly limit: Millis }
  | { readonly kind: 'shift-too-late'; readonly limit: Millis };

/** What was asked of the load balancer or of ECS. */
export type Unconfirmed =
  | 'routing of test traffic'
  | 'routing of production traffic'
  | 'change of the primary task set'
  | 'termination of a task set';

interface Ending {
  readonly status: 'Failed' | 'Stopped';
  /** The event that must be listed for the ending to roll back. */
  readonly event: RollbackEvent;
}

/**
 * How each cause ends a deployment.
 *
 * An expired ready wait behaves like a stop (CDK's documentation of `deploymentApprovalWaitTime`). That unreadable alarms
 * roll back under the alarm event follows from both being the same knob of the group; no source says so.
 */
const endings: Readonly<Record<Cause['kind'], Ending>> = {
  'invalid-revision': { status: 'Failed', event: 'DEPLOYMENT_FAILURE' },
  'invalid-service': { status: 'Failed', event: 'DEPLOYMENT_FAILURE' },
  'alarm-active': { status: 'Stopped', event: 'DEPLOYMENT_STOP_ON_ALARM' },
  'alarms-unreadable': { status: 'Stopped', event: 'DEPLOYMENT_STOP_ON_ALARM' },
  'stop-requested': { status: 'Stopped', event: 'DEPLOYMENT_STOP_ON_REQUEST' },
  'ready-timeout': { status: 'Stopped', event: 'DEPLOYMENT_STOP_ON_REQUEST' },
  'hook-failed': { status: 'Failed', event: 'DEPLOYMENT_FAILURE' },
  'hook-timeout': { status: 'Failed', event: 'DEPLOYMENT_FAILURE' },
  'hook-not-invocable': { status: 'Failed', event: 'DEPLOYMENT_FAILURE' },
  'install-timeout': { status: 'Failed', event: 'DEPLOYMENT_FAILURE' },
  'task-set-failed': { status: 'Failed', event: 'DEPLOYMENT_FAILURE' },
  'routing-failed': { status: 'Failed', event: 'DEPLOYMENT_FAILURE' },
  'not-confirmed': { status: 'Failed', event: 'DEPLOYMENT_FAILURE' },
  'shift-too-late': { status: 'Failed', event: 'DEPLOYMENT_FAILURE' },
};

export const endingBy = (cause: Cause): Ending => endings[cause.kind];
