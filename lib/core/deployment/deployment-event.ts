import type { Percent } from '../units';
import type { Color } from './deployment';

/**
 * What can happen to a deployment.
 *
 * Acknowledgements say that an effect has really happened. They may come late, doubled or never: one that nobody waits for
 * is ignored, and one that never comes runs into a limit.
 */
export type DeploymentEvent =
  /** A wake-up. It is only a hint: the deployment compares `now` with its own deadlines. */
  | { readonly kind: 'time-passed' }
  /** The answer to `read-alarms`. An alarm that was asked for and is not in it could not be read. */
  | { readonly kind: 'alarms-read'; readonly alarms: readonly AlarmReading[] }
  | { readonly kind: 'alarms-unreadable'; readonly message: string }
  /** `PutLifecycleEventHookExecutionStatus`. */
  | { readonly kind: 'hook-reported'; readonly executionId: string; readonly verdict: 'Succeeded' | 'Failed' }
  /** The service role may not invoke the function; for the message see `mayNotInvoke`. */
  | { readonly kind: 'hook-not-invocable'; readonly executionId: string; readonly message: string }
  /** Green's tasks run and are healthy. */
  | { readonly kind: 'task-set-steady' }
  /** ECS refused what was asked for this task set: its creation, its part as primary, its termination. */
  | { readonly kind: 'task-set-failed'; readonly color: Color; readonly message: string }
  | { readonly kind: 'test-routed'; readonly to: Color }
  | { readonly kind: 'production-routed'; readonly green: Percent }
  /** The load balancer refused, for instance with "Primary taskset target group must be behind listener". */
  | { readonly kind: 'routing-failed'; readonly listener: 'test' | 'production'; readonly message: string }
  | { readonly kind: 'made-primary'; readonly color: Color }
  | { readonly kind: 'task-set-terminated'; readonly color: Color }
  /** `StopDeployment`; `rollback` is its `autoRollbackEnabled`, and without it the policy decides. */
  | { readonly kind: 'stop-requested'; readonly rollback: boolean | undefined }
  /** `ContinueDeployment`. */
  | { readonly kind: 'continue-requested'; readonly wait: 'READY_WAIT' | 'TERMINATION_WAIT' }
  /** The second deployment that `start-rollback` asked for exists. */
  | { readonly kind: 'rollback-started'; readonly deployment: string };

export interface AlarmReading {
  readonly name: string;
  readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
}
