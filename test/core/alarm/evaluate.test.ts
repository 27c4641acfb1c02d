import fc from 'fast-check';
import { unchecked, type AlarmState } from '../../../lib/core/alarm/alarm-state';
import type { AlarmDefinition, MetricStat, Query } from '../../../lib/core/alarm/definition';
import { evaluate } from '../../../lib/core/alarm/evaluate';
import { samplesNeeded } from '../../../lib/core/alarm/low-samples';
import type { SeriesLookup } from '../../../lib/core/alarm/math/evaluate-queries';
import { parseExpression } from '../../../lib/core/alarm/math/parse-expression';
import { seriesOf } from '../../../lib/core/alarm/series-of';
import type { Sample } from '../../../lib/core/alarm/statistic';
import { instant, minutes, seconds, type Instant } from '../../../lib/core/units';
import { aMetric, anAlarm, showing, type Points } from './points';

const now = instant(minutes(60) + 13_000);
const stateOf = (definition: AlarmDefinition, points: Points, previous: AlarmState = unchecked): string =>
  evaluate(definition, now, showing(points), previous).state;

test.each([
  ['GreaterThanThreshold', [4, 5, 6], 'OK'],
  ['GreaterThanThreshold', [6, 6, 6], 'ALARM'],
  ['GreaterThanOrEqualToThreshold', [5, 5, 5], 'ALARM'],
  ['GreaterThanOrEqualToThreshold', [5, 5, 4.9], 'OK'],
  ['LessThanThreshold', [5, 4, 4], 'OK'],
  ['LessThanThreshold', [4, 4, 4], 'ALARM'],
  ['LessThanOrEqualToThreshold', [5, 5, 5], 'ALARM'],
  ['LessThanOrEqualToThreshold', [5, 5, 5.1], 'OK'],
] as const)('%s 5 on %j is %s', (comparison, points, state) => {
  expect(stateOf(anAlarm({ comparison, threshold: 5 }), points)).toBe(state);
});

test('two out of three need not be consecutive', () => {
  expect(stateOf(anAlarm({ datapointsToAlarm: 2 }), [1, 0, 1])).toBe('ALARM');
  expect(stateOf(anAlarm({ datapointsToAlarm: 2 }), [1, 1, 0, 0])).toBe('OK');
});

test('without data a new alarm has insufficient data, and says how much', () => {
  expect(evaluate(anAlarm(), now, showing([]), unchecked)).toEqual({
    state: 'INSUFFICIENT_DATA', reason: 'Insufficient Data: 3 datapoints were unknown.',
  });
});

test('ignoring missing data keeps the state, and with it the reason', () => {
  const previous: AlarmState = { state: 'ALARM', reason: 'set by hand' };
  expect(evaluate(anAlarm({ treatMissingData: 'ignore' }), now, showing([]), previous)).toBe(previous);
});

test('an alarm on DynamoDB ignores missing data, whatever it is set to', () => {
  const watched = { kind: 'metric', metric: { ...aMetric, namespace: 'AWS/DynamoDB' } } as const;
  expect(stateOf(anAlarm({ watched, treatMissingData: 'breaching' }), [], { state: 'OK', reason: '' })).toBe('OK');
});

test('old points keep an alarm red after its metric has gone silent, until they leave the evaluation range', () => {
  const definition = anAlarm({ evaluationPeriods: 1, treatMissingData: 'notBreaching' });
  const states = [0, 1, 2, 3].map((silence) => stateOf(definition, [1, ...Array.from({ length: silence }, () => '-' as const)]));
  expect(states).toEqual(['ALARM', 'ALARM', 'ALARM', 'OK']);
  expect(evaluate(definition, now, showing([1, '-', '-', '-', '-', '-']), unchecked, 10).state).toBe('ALARM');
});

test('the reason names the periods that were looked at', () => {
  expect(evaluate(anAlarm({ evaluationPeriods: 1 }), now, showing([7]), unchecked).reason)
    .toBe('Threshold Crossed: 1 datapoint [7.0 (01/01/70 00:59:00)] was greater than the threshold (0.0).');
});

describe('on samples', () => {
  const errorsAt = (...moments: readonly number[]): readonly Sample[] => moments.map((at) => ({ at: instant(at), value: 1, count: 1 }));
  const from = (samples: readonly Sample[]): SeriesLookup => (metric, window) => seriesOf(samples, metric.statistic, window);
  const every = (period: MetricStat['period']): AlarmDefinition =>
    anAlarm({ evaluationPeriods: 1, treatMissingData: 'notBreaching', watched: { kind: 'metric', metric: { ...aMetric, period } } });
  const stateAt = (definition: AlarmDefinition, at: Instant, samples: readonly Sample[]): string =>
    evaluate(definition, at, from(samples), unchecked).state;

  test('a minute counts only when it is over', () => {
    const samples = errorsAt(minutes(10) + 1_000);
    expect(stateAt(every(minutes(1)), instant(minutes(11) - 1), samples)).toBe('OK');
    expect(stateAt(every(minutes(1)), instant(minutes(11)), samples)).toBe('ALARM');
  });

  test('a period of five minutes is looked at anew each minute', () => {
    const samples = errorsAt(minutes(10) + 1_000);
    expect(stateAt(every(minutes(5)), instant(minutes(11)), samples)).toBe('ALARM');
  });

  test('a high-resolution alarm sees an error within ten seconds', () => {
    const samples = errorsAt(seconds(601));
    expect(stateAt(every(seconds(10)), instant(seconds(609)), samples)).toBe('OK');
    expect(stateAt(every(seconds(10)), instant(seconds(610)), samples)).toBe('ALARM');
  });
});

describe('on metric math', () => {
  const metric = (id: string): Query => ({ kind: 'metric', id, returnData: false, metric: { ...aMetric, name: id } });
  const rate = (expression: string): AlarmDefinition => {
    const parsed = parseExpression(expression);
    if (!parsed.ok) throw new Error('unreadable');
    const returned: Query = { kind: 'expression', id: 'rate', returnData: true, expression: parsed.value };
    return anAlarm({ watched: { kind: 'math', queries: [metric('e'), metric('r'), returned] }, threshold: 5 });
  };
  const of = (errors: Points, requests: Points): SeriesLookup =>
    (asked, window) => showing(asked.name === 'e' ? errors : requests)(asked, window);

  test('errors over requests, where a minute without errors has no data point', () => {
    const definition = rate('100 * FILL(e, 0) / r');
    expect(evaluate(definition, now, of([1, '-', 1], [10, 10, 10]), unchecked).state).toBe('OK');
    expect(evaluate(definition, now, of([1, 2, 1], [10, 10, 10]), unchecked).state).toBe('ALARM');
  });

  test('a minute without requests has no rate, so the last real ones decide', () => {
    expect(evaluate(rate('100 * e / r'), now, of([1, 1, 1, '-'], [10, 10, 10, '-']), unchecked).state).toBe('ALARM');
  });

  test('FILL does not bring a metric to life that never had a data point', () => {
    expect(evaluate(rate('FILL(e, 0)'), now, of([], []), unchecked).state).toBe('INSUFFICIENT_DATA');
  });

  test('FILL over a metric that publishes late holds a one-out-of-one alarm in OK', () => {
    const late = anAlarm({ ...rate('FILL(e, 0)'), evaluationPeriods: 1 });
    expect(evaluate(late, now, of([9, 9, '-'], []), unchecked).state).toBe('OK');
  });

  test('a definition that nobody checked is our mistake', () => {
    expect(() => evaluate(rate('e + nobody'), now, of([1], [1]), unchecked))
      .toThrow('alarm server-errors refers to nobody, which is not an id');
  });
});

describe('a percentile of few samples', () => {
  const p99 = { kind: 'metric', metric: { ...aMetric, statistic: 'p99' } } as const;
  const previous: AlarmState = { state: 'ALARM', reason: 'before' };
  const slow = (count: number): SeriesLookup =>
    (metric, window) => showing(metric.statistic === 'SampleCount' ? [count, count, count] : [0, 0, 0])(metric, window);

  test.each([[99, 1_000], [99.9, 10_000], [90, 100], [50, 20], [10, 100], [1, 1_000]])('p%d needs %d', (rank, needed) => {
    expect(samplesNeeded(rank)).toBeCloseTo(needed, 6);
  });

  test('is evaluated like any other by default', () => {
    expect(evaluate(anAlarm({ watched: p99 }), now, slow(1), previous).state).toBe('OK');
  });

  test('changes nothing when the alarm ignores it, and everything once there are enough over the three periods', () => {
    const definition = anAlarm({ watched: p99, lowSampleCountPercentile: 'ignore' });
    expect(evaluate(definition, now, slow(333), previous)).toBe(previous);
    expect(evaluate(definition, now, slow(334), previous).state).toBe('OK');
  });

  test('a plain statistic is never too few', () => {
    expect(evaluate(anAlarm({ lowSampleCountPercentile: 'ignore' }), now, slow(1), previous).state).toBe('OK');
  });
});

test('an evaluation depends on what it is given and nothing else, and always says something', () => {
  const anyPoints = fc.array(fc.oneof(fc.constant('-' as const), fc.integer({ min: -3, max: 3 })), { maxLength: 8 });
  const anyState = fc.constantFrom<AlarmState['state']>('OK', 'ALARM', 'INSUFFICIENT_DATA');
  const anyDefinition = fc.record({
    comparison: fc.constantFrom<AlarmDefinition['comparison']>('GreaterThanThreshold', 'LessThanOrEqualToThreshold'),
    treatMissingData: fc.constantFrom<AlarmDefinition['treatMissingData']>('missing', 'ignore', 'breaching', 'notBreaching'),
    evaluationPeriods: fc.integer({ min: 1, max: 5 }),
  });
  fc.assert(fc.property(anyDefinition, anyPoints, anyState, (different, points, state) => {
    const previous = { state, reason: 'before' };
    const once = evaluate(anAlarm(different), now, showing(points), previous);
    expect(evaluate(anAlarm(different), now, showing(points), previous)).toEqual(once);
    expect(once.reason).toMatch(/^(Threshold Crossed: .*\.|Insufficient Data: .*\.|before)$/);
  }), { seed: 61, numRuns: 1_000 });
});
