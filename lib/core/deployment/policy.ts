import { seconds, type Millis } from '../units';
import type { HookedEvent } from './lifecycle-event';
import type { Limits } from './limits';
import type { TrafficRouting } from './traffic-routing';

/** How one deployment is run: the deployment group's settings, its configuration and the hooks of the AppSpec. A plain value. */
export interface Policy {
  /** From the creation to the first lifecycle event, if nothing stops the deployment in between. Not negative: see `assumedStart`. */
  readonly startsAfter: Millis;
  readonly traffic: TrafficRouting;
  readonly ready: ReadyOption;
  /**
   * How long blue is kept after green holds all traffic and `AfterAllowTraffic` has succeeded.
   *
   * From 0 to 48 hours. While it lasts an alarm moves traffic back in seconds; afterwards only a new deployment can.
   */
  readonly terminationWait: Millis;
  /** The function to invoke at an event, by name or ARN. An event without one has nothing to do and succeeds at once. */
  readonly hooks: Readonly<Partial<Record<HookedEvent, string>>>;
  /** Whether the group has a test listener. Without one `AllowTestTraffic` does nothing, and a hook after it is not invoked. */
  readonly testRoute: boolean;
  readonly alarms: AlarmWatch;
  /** Why a deployment is rolled back. Empty: never, and whatever it had changed stays as it is. */
  readonly rollbackOn: readonly RollbackEvent[];
  readonly limits: Limits;
}

/** What happens when green has its test traffic: go on at once, or wait for `ContinueDeployment` and stop when it does not come. */
export type ReadyOption = { readonly kind: 'CONTINUE_DEPLOYMENT' } | { readonly kind: 'STOP_DEPLOYMENT'; readonly wait: Millis };

/** The alarms that stop a deployment: read when it is created and again and again until blue's termination starts. */
export interface AlarmWatch {
  /** Empty: no alarm is watched. */
  readonly names: readonly string[];
  /** Whether a deployment goes on when the state of its alarms cannot be read. Otherwise it is stopped. */
  readonly ignorePollAlarmFailure: boolean;
  /** From one answer to the next question, above zero. The real interval is not documented: see `assumedAlarmPoll`. */
  readonly pollEvery: Millis;
}

/** Assumed. Published runs show ten to twenty seconds between an alarm and the stop that it caused. */
export const assumedAlarmPoll: Millis = seconds(15);

/** Assumed. A published run stopped on a red alarm within a second of its creation, and clients find that targets are not there yet at first. */
export const assumedStart: Millis = seconds(1);

export type RollbackEvent = 'DEPLOYMENT_FAILURE' | 'DEPLOYMENT_STOP_ON_ALARM' | 'DEPLOYMENT_STOP_ON_REQUEST';
