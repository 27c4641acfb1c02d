import type { Instant } from '../../core/units';

/**
 * Where a task stands: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-lifecycle-explanation.html
 *
 * ACTIVATING and DEPROVISIONING take no time here, so nobody sees them.
 */
export type TaskState =
  /** Fargate looks for a place. */
  | { readonly at: 'PROVISIONING' }
  /** Images, secrets and logs are fetched and containers started. */
  | { readonly at: 'PENDING' }
  | { readonly at: 'RUNNING'; readonly startedAt: Instant }
  /** It is taken out of its load balancer. */
  | Leaving<'DEACTIVATING'>
  /** Its containers were told to end. */
  | Leaving<'STOPPING'>
  | Leaving<'STOPPED'> & { readonly stoppedAt: Instant };

interface Leaving<At> {
  readonly at: At;
  /** Nothing for a task that never ran. */
  readonly startedAt: Instant | undefined;
  readonly stoppingAt: Instant;
  readonly because: Stop;
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html */
export interface Stop {
  readonly code: 'TaskFailedToStart' | 'EssentialContainerExited' | 'UserInitiated' | 'ServiceSchedulerInitiated';
  readonly reason: string;
}

/** What the scheduler wants of a task in this state. */
export const desiredOf = ({ at }: TaskState): 'RUNNING' | 'STOPPED' => (at === 'PROVISIONING' || at === 'PENDING' || at === 'RUNNING' ? 'RUNNING' : 'STOPPED');
