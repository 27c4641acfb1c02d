import fc from 'fast-check';
import { seriesOf } from '../../../lib/core/alarm/series-of';
import { statisticNamed, summarise, type Sample, type Statistic } from '../../../lib/core/alarm/statistic';
import { instant, minutes, seconds } from '../../../lib/core/units';
import { pointsFrom, windowOf } from './points';

const samples = (...values: readonly number[]): readonly Sample[] => values.map((value) => ({ at: instant(0), value, count: 1 }));

test.each([
  ['SampleCount', 4], ['Sum', 20], ['Average', 5], ['Minimum', 1], ['Maximum', 12],
  ['p50', 2], ['p75', 5], ['p90', 12], ['p100', 12], ['p0.1', 1],
] as const)('%s of 12, 1, 5 and 2 is %d', (statistic, expected) => {
  expect(summarise(samples(12, 1, 5, 2), statistic)).toBe(expected);
});

test.each(['SampleCount', 'Sum', 'Average', 'Minimum', 'Maximum', 'p99'] as const)('%s of nothing is a missing data point', (statistic) => {
  expect(summarise([], statistic)).toBeUndefined();
});

test('a sample that stands for many counts as many', () => {
  const skewed: readonly Sample[] = [{ at: instant(0), value: 10, count: 99 }, { at: instant(0), value: 1_000, count: 1 }];
  expect(summarise(skewed, 'SampleCount')).toBe(100);
  expect(summarise(skewed, 'Average')).toBe(19.9);
  expect(summarise(skewed, 'p99')).toBe(10);
  expect(summarise(skewed, 'p99.1')).toBe(1_000);
});

test.each(['p99', 'p99.99', 'p0.5', 'p100', 'Average', 'SampleCount'])('%s is a statistic', (name) => {
  expect(statisticNamed(name)).toBe(name);
});
test.each(['P99', 'p', 'p101', 'p1000', 'tm99', 'IQM', 'average', 'p-5', 'p99.', ''])('"%s" is none', (name) => {
  expect(statisticNamed(name)).toBeUndefined();
});

test('a period contains its start and not its end, and one without samples stays missing', () => {
  const at = (span: number, value: number): Sample => ({ at: instant(span), value, count: 1 });
  const window = windowOf(4);
  const taken = [at(-1, 99), at(0, 1), at(seconds(59), 2), at(minutes(1), 4), at(minutes(3), 8), at(minutes(4), 99)];
  expect(pointsFrom(seriesOf(taken, 'Sum', window), window)).toEqual([3, 4, '-', 8]);
});

test('no percentile lies outside the samples, and a higher one is never lower', () => {
  fc.assert(fc.property(fc.array(fc.integer(), { minLength: 1 }), fc.integer({ min: 1, max: 99 }), (values, rank) => {
    const percentile = (name: string): number => summarise(samples(...values), name as Statistic) ?? Number.NaN;
    expect(values).toContain(percentile(`p${rank}`));
    expect(percentile(`p${rank + 1}`)).toBeGreaterThanOrEqual(percentile(`p${rank}`));
    expect(percentile('p100')).toBe(Math.max(...values));
  }), { seed: 99, numRuns: 500 });
});
