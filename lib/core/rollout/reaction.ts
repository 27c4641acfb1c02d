import { type Millis, millis, seconds } from '../units';

/** How an alarm reads its metric: `datapoints` of the latest `periods` must breach, each `period` long. */
export interface Sampling {
  readonly period: Millis;
  readonly datapoints: number;
  readonly periods: number;
}

/**
 * The longest time between the end of a breaching period and traffic moving back, for metrics of 60 s.
 *
 * 90 s until the balancer has published, 60 s until the alarm is evaluated, 30 s until CodeDeploy reads its state. AWS documents
 * none of the three, so they are assumptions on the long side; measure them once on a real account.
 */
export const longestReaction = seconds(180);

/**
 * How long a step must hold so that `alarm` is certain to stop it in time if every period breaches.
 *
 * One period more than the alarm needs, because a step rarely starts on the boundary of a period.
 */
export function shortestUsefulHold(alarm: Sampling, reaction: Millis = longestReaction): Millis {
  return millis((alarm.datapoints + 1) * alarm.period + reaction);
}

/** How many whole periods within `hold` can still stop the step before it ends. */
export function usablePeriods(hold: Millis, period: Millis, reaction: Millis = longestReaction): number {
  return Math.max(0, Math.floor((hold - reaction) / period) - 1);
}
