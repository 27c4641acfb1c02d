import { shortestUsefulHold, usablePeriods } from '../../../lib/core/rollout/reaction';
import { minutes, seconds } from '../../../lib/core/units';
import { shortestHolds } from './vectors';

test.each(shortestHolds)('$datapoints datapoints of $periodSeconds s need a hold of $holdSeconds s', (vector) => {
  const { periodSeconds, datapoints, reactionSeconds, holdSeconds } = vector;
  const alarm = { period: seconds(periodSeconds), datapoints, periods: datapoints };
  expect(shortestUsefulHold(alarm, seconds(reactionSeconds))).toBe(seconds(holdSeconds));
});

test('the shortest useful hold for one datapoint leaves exactly one usable period', () => {
  expect(usablePeriods(minutes(5), minutes(1))).toBe(1);
  expect(usablePeriods(minutes(4), minutes(1))).toBe(0);
  expect(usablePeriods(minutes(10), minutes(1))).toBe(6);
});
