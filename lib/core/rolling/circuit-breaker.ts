/** Whether a deployment is given up when its tasks keep failing, and what then. */
export interface CircuitBreaker {
  readonly enabled: boolean;
  /** Go back to the last deployment that was completed. */
  readonly rollback: boolean;
}

const FEWEST = 3;
const MOST = 200;

/**
 * After how many failed tasks a deployment has failed: half of the desired number, at least 3 and at most 200.
 *
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html
 */
export const failureThreshold = (desired: number): number => Math.min(MOST, Math.max(FEWEST, Math.ceil(desired / 2)));

export const isTripped = ({ enabled }: CircuitBreaker, desired: number, failedTasks: number): boolean => enabled && failedTasks >= failureThreshold(desired);
