import { hours, minutes, type Millis } from '../units';

/** How long the service waits before it gives up. Each must be above zero. */
export interface Limits {
  /**
   * For a hook's verdict, counted from its invocation, and for a listener to follow a change of its weights.
   *
   * @default - one hour: the most that a lifecycle event may take (CodeDeploy user guide, "CodeDeploy quotas"), and what
   * the service says when a verdict is missing
   */
  readonly lifecycleEvent: Millis;
  /**
   * For green to become steady. There is no circuit breaker: an image that crashes burns all of it.
   *
   * @default - sixty minutes (user guide, "Troubleshoot Amazon ECS deployment issues")
   */
  readonly install: Millis;
  /**
   * From the creation of the deployment to its first shift of production traffic.
   *
   * @default - 120 hours (user guide, "CodeDeploy quotas")
   */
  readonly beforeShift: Millis;
  /**
   * For a task set to be gone once its termination was asked for.
   *
   * @default - one hour. Assumed: no source gives a number.
   */
  readonly termination: Millis;
  /**
   * For the states of the alarms to arrive once they were asked for; after it they count as unreadable.
   *
   * @default - one minute. Assumed: no source gives a number.
   */
  readonly alarmAnswer: Millis;
}

export const defaultLimits: Limits = {
  lifecycleEvent: hours(1),
  install: minutes(60),
  beforeShift: hours(120),
  termination: hours(1),
  alarmAnswer: minutes(1),
};
