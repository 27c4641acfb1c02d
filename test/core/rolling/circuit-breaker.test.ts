import { failureThreshold, isTripped } from '../../../lib/core/rolling/circuit-breaker';

test.each([[0, 3], [1, 3], [5, 3], [7, 4], [20, 10], [1_000, 200]])('of %p desired tasks so many may fail: %p', (desired, threshold) => {
  expect(failureThreshold(desired)).toBe(threshold);
});

test('a breaker trips at its threshold, and only when it is on', () => {
  const on = { enabled: true, rollback: true };
  expect([isTripped(on, 1, 2), isTripped(on, 1, 3), isTripped({ ...on, enabled: false }, 1, 300)]).toEqual([false, true, false]);
});
