import { minutes, seconds, type Instant, type Millis, instant } from '../units';
import { periodOf, type AlarmDefinition } from './definition';
import type { Window } from './series';

/**
 * How many of the newest data points an evaluation fetches. Assumed.
 *
 * CloudWatch says that it is more than N and depends on the period, and gives one example: 5 for N = 3. This is the smallest
 * rule that fits it. Published runs show longer tails than it gives: an alarm with N = 1 on a metric that had gone silent was
 * still red six minutes after its one data point, so a rehearsal sees a red alarm clear sooner than it may really do.
 */
export const assumedEvaluationRange = (evaluationPeriods: number): number =>
  evaluationPeriods + Math.max(2, Math.floor(evaluationPeriods / 3));

/** The periods that an evaluation at `now` looks at. They slide with the evaluations: they end with the last full minute (ten seconds). */
export function evaluationWindow(definition: AlarmDefinition, now: Instant, range: number): Window {
  const cadence = evaluationCadence(definition);
  return { end: instant(Math.floor(now / cadence) * cadence), period: periodOf(definition), points: range };
}

/** Every minute, also for longer periods; every ten seconds for a period below a minute, which needs a high-resolution metric. */
export const evaluationCadence = (definition: AlarmDefinition): Millis => (periodOf(definition) < minutes(1) ? seconds(10) : minutes(1));

/**
 * The first evaluation after `now`.
 *
 * `phase` is how far into each minute (ten seconds) this alarm is evaluated: on AWS every alarm has its own, which nobody
 * can set. Zero unless it is said.
 */
export function nextEvaluation(definition: AlarmDefinition, now: Instant, phase: Millis = seconds(0)): Instant {
  const cadence = evaluationCadence(definition);
  return instant((Math.floor((now - phase) / cadence) + 1) * cadence + phase);
}
