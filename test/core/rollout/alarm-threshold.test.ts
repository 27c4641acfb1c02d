import fc from 'fast-check';
import { alarmThreshold } from '../../../lib/core/rollout/alarm-threshold';
import { chanceOfAtLeast } from '../../../lib/core/rollout/poisson';
import { thresholds } from './vectors';

test.each(thresholds)('$expectedErrors expected errors and a budget of $budget give a threshold of $threshold', (vector) => {
  expect(alarmThreshold(vector.expectedErrors, vector.budget)).toBe(vector.threshold);
});

test('the threshold keeps the budget, and one error less would not', () => {
  const expectedErrors = fc.double({ min: 1e-6, max: 5_000, noNaN: true });
  const budget = fc.double({ min: 1e-9, max: 0.5, noNaN: true });
  fc.assert(fc.property(expectedErrors, budget, (mean, limit) => {
    const threshold = alarmThreshold(mean, limit);
    expect(chanceOfAtLeast(threshold, mean)).toBeLessThanOrEqual(limit);
    expect(threshold === 1 || chanceOfAtLeast(threshold - 1, mean) > limit).toBe(true);
  }), { seed: 7 });
});

test('a service that never fails is alarmed by its first error', () => {
  expect(alarmThreshold(0, 0.001)).toBe(1);
});
