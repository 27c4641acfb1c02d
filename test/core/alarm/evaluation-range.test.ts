import { assumedEvaluationRange, evaluationWindow, nextEvaluation } from '../../../lib/core/alarm/evaluation-range';
import { instant, minutes, seconds, type Millis } from '../../../lib/core/units';
import type { AlarmDefinition } from '../../../lib/core/alarm/definition';
import { aMetric, anAlarm } from './points';

const every = (period: Millis): AlarmDefinition => anAlarm({ watched: { kind: 'metric', metric: { ...aMetric, period } } });

test.each([[1, 3], [3, 5], [5, 7], [6, 8], [9, 12], [10, 13]])('for N = %d it is assumed that %d points are fetched', (n, range) => {
  expect(assumedEvaluationRange(n)).toBe(range);
});

test('periods of five minutes slide by the minute', () => {
  const window = evaluationWindow(every(minutes(5)), instant(minutes(12) + 34_000), 3);
  expect(window).toEqual({ end: minutes(12), period: minutes(5), points: 3 });
});

test('a period below a minute slides by ten seconds', () => {
  expect(evaluationWindow(every(seconds(30)), instant(59_999), 3)).toEqual({ end: seconds(50), period: seconds(30), points: 3 });
});

test.each([
  [minutes(1), 0, minutes(1)],
  [minutes(1), 59_999, minutes(1)],
  [minutes(1), 60_000, minutes(2)],
  [minutes(5), 60_001, minutes(2)],
  [seconds(10), 0, seconds(10)],
  [seconds(30), 9_999, seconds(10)],
])('with a period of %d ms the evaluation after %d ms is at %d ms', (period, now, next) => {
  expect(nextEvaluation(every(period), instant(now))).toBe(next);
});

test('an alarm that is evaluated 13 seconds into each minute', () => {
  expect(nextEvaluation(every(minutes(1)), instant(0), seconds(13))).toBe(seconds(13));
  expect(nextEvaluation(every(minutes(1)), instant(seconds(13)), seconds(13))).toBe(seconds(73));
  expect(nextEvaluation(every(minutes(1)), instant(seconds(60)), seconds(13))).toBe(seconds(73));
});
