import type { Query } from '../../../lib/core/alarm/definition';
import { evaluateQueries } from '../../../lib/core/alarm/math/evaluate-queries';
import { parseExpression } from '../../../lib/core/alarm/math/parse-expression';
import { aMetric, pointsFrom, seriesFrom, windowOf, type Points } from './points';

type Given = Readonly<Record<string, Points | string>>;

/** The queries of a request: a text is an expression, a list of points a metric, and `result` is what is returned. */
function queriesOf(given: Given): readonly Query[] {
  return Object.entries(given).map(([id, what]): Query => {
    const returnData = id === 'result';
    if (typeof what !== 'string') return { kind: 'metric', id, returnData, metric: { ...aMetric, name: id } };
    const parsed = parseExpression(what);
    if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join());
    return { kind: 'expression', id, returnData, expression: parsed.value };
  });
}

function evaluate(result: string, given: Given = {}): Points | string {
  const metrics = Object.values(given).filter((what) => typeof what !== 'string');
  const window = windowOf(Math.max(1, ...metrics.map((points) => points.length)));
  const value = evaluateQueries(queriesOf({ ...given, result }), window, ({ name }) => seriesFrom(given[name] as Points, window));
  return value.kind === 'fault' ? value.message : pointsFrom(value.series, window);
}

const [m1, m2, m3]: readonly Points[] = [[30, 20, 0, 0], [20, '-', 20, '-'], ['-', 10, 5, '-']] as const;

describe('arithmetic', () => {
  test.each([
    ['m1 + m2', [50, 20, 20, 0], 'a missing value counts as 0'],
    ['m2 + m3', [20, 10, 25, '-'], 'a moment at which nobody has a value has none'],
    ['m1 - m2', [10, 20, -20, 0], 'also on the other side'],
    ['m1 * 2 + 1', [61, 41, 1, 1], 'a number works on every point that is there'],
    ['1 - m2', [-19, '-', -19, '-'], 'and on no other'],
    ['m2 / m1', [20 / 30, 0, '-', '-'], 'a point that is divided by zero is dropped'],
    ['m1 / 0', ['-', '-', '-', '-'], 'even when all of them are'],
    ['m1 ^ 2', [900, 400, 0, 0], 'powers'],
    ['2 * 3 ^ 2 ^ 0.5 * TIME_SERIES(1)', Array.from({ length: 4 }, () => 2 * 3 ** (2 ** 0.5)), 'powers bind tightest, to the right'],
    ['-m2', [-20, '-', -20, '-'], 'a minus before a series'],
    ['-2 ^ 2 * TIME_SERIES(1)', [-4, -4, -4, -4], 'a minus binds less than a power'],
    ['10 - 4 - 3 + TIME_SERIES(0)', [3, 3, 3, 3], 'equals group to the left'],
    ['(1 + 2) * m3', ['-', 30, 15, '-'], 'parentheses'],
    ['1 + 2 * m3', ['-', 21, 11, '-'], 'products before sums'],
    ['SUM(100 / [m1, m2])', [100 / 30 + 5, 5, 5, '-'], 'an array below a number'],
    ['MAX([m1, m2] * m3)', [0, 200, 100, 0], 'an array with a series'],
    ['MIN(-[m1, m2])', [-30, -20, -20, -0], 'a minus before an array'],
  ] as const)('%s is %j: %s', (...[expression, expected]) => {
    expect(evaluate(expression, { m1, m2, m3 } as Given)).toEqual(expected);
  });
});

describe('comparison and logic', () => {
  test.each([
    ['m1 < m2', [0, 0, 1, 0], 'the guide\'s first example'],
    ['m1 >= 30', [1, 0, 0, 0], 'its second'],
    ['m1 > 15 AND m2 > 15', [1, 0, 0, 0], 'its third'],
    ['m1 > 15 && m2 > 15', [1, 0, 0, 0], 'the other spelling'],
    ['m1 > 15 OR m2 > 15', [1, 1, 1, 0], 'one of two'],
    ['m1 > 15 || m2 > 15', [1, 1, 1, 0], 'the other spelling'],
    ['m1 == 0', [0, 0, 1, 1], 'equal'],
    ['m1 != 0', [1, 1, 0, 0], 'not equal'],
    ['m1 <= 20', [0, 1, 1, 1], 'at most'],
    ['(3 > 2) * m1', [30, 20, 0, 0], 'two numbers make a number'],
    ['m1 > 25 OR m1 > 15 AND m2 > 15', [1, 0, 0, 0], 'AND binds more than OR'],
    ['m1 > 10 + 15', [1, 0, 0, 0], 'sums before comparison'],
  ] as const)('%s is %j: %s', (...[expression, expected]) => {
    expect(evaluate(expression, { m1, m2 } as Given)).toEqual(expected);
  });
});

describe('IF', () => {
  const given: Given = { c: [1, 1, 0, 0, '-'], a: [30, '-', 0, 0, 30], b: [0, 0, 20, '-', 20] };
  test.each([
    ['IF(c, a, b)', [30, 0, 20, '-', '-']],
    ['IF(c, 5, b)', [5, 5, 20, '-', '-']],
    ['IF(c, a, 5)', [30, 0, 5, 5, '-']],
    ['IF(c, a)', [30, 0, '-', '-', '-']],
    ['IF(c, 1, 0)', [1, 1, 0, 0, '-']],
    ['IF(b > 10, a, 7)', [7, 7, 0, '-', 30]],
    ['IF(1, a, b)', [30, '-', 0, 0, 30]],
    ['IF(0, a, b)', [0, 0, 20, '-', 20]],
    ['IF(0, a)', ['-', '-', '-', '-', '-']],
    ['IF(-3, a)', [30, '-', 0, 0, 30]],
  ] as const)('%s is %j', (expression, expected) => expect(evaluate(expression, given)).toEqual(expected));
});

describe('FILL', () => {
  const gaps: Points = ['-', 4, '-', '-', 10, '-'];
  test.each([
    ['FILL(m, 0)', [0, 4, 0, 0, 10, 0]],
    ['FILL(m, MIN(m))', [4, 4, 4, 4, 10, 4]],
    ['FILL(m, REPEAT)', ['-', 4, 4, 4, 10, 10]],
    ['FILL(m, LINEAR)', ['-', 4, 6, 8, 10, '-']],
    ['FILL(m, other)', [1, 4, '-', 3, 10, '-']],
    ['SUM(FILL(METRICS(), 0))', [1, 4, 0, 3, 10, 0]],
  ] as const)('%s is %j', (expression, expected) => {
    expect(evaluate(expression, { m: gaps, other: [1, '-', '-', 3, '-', '-'] })).toEqual(expected);
  });

  test.each(['0', 'REPEAT', 'LINEAR'])('a metric without any data point is not filled (%s)', (filler) => {
    expect(evaluate(`FILL(m, ${filler})`, { m: ['-', '-', '-'] })).toEqual(['-', '-', '-']);
  });

  test('the rate of errors that come only now and then, over requests', () => {
    expect(evaluate('100 * FILL(e, 0) / r', { e: ['-', 3, '-', '-'], r: [10, 30, '-', 0] })).toEqual([0, 10, '-', '-']);
  });
});

describe('functions', () => {
  const given: Given = { a: [4, '-', -2.5, 8], b: [1, 3, '-', 2] };
  test.each([
    ['ABS(a)', [4, '-', 2.5, 8]],
    ['CEIL(a)', [4, '-', -2, 8]],
    ['FLOOR(a)', [4, '-', -3, 8]],
    ['SUM([a, b])', [5, 3, -2.5, 10]],
    ['AVG([a, b])', [2.5, 1.5, -1.25, 5]],
    ['MIN([a, b])', [1, 3, -2.5, 2]],
    ['MAX([a, b])', [4, 3, -2.5, 8]],
    ['a - SUM(b)', [-2, '-', -8.5, 2]],
    ['b / AVG(b)', [0.5, 1.5, '-', 1]],
    ['a + MIN(a)', [1.5, '-', -5, 5.5]],
    ['a + MAX(b)', [7, '-', 0.5, 11]],
    ['DIFF(a)', ['-', '-', -6.5, 10.5]],
    ['RATE(a)', ['-', '-', -6.5 / 120, 10.5 / 60]],
    ['RUNNING_SUM(a)', [4, '-', 1.5, 9.5]],
    ['TIME_SERIES(7)', [7, 7, 7, 7]],
    ['TIME_SERIES(MAX(a))', [8, 8, 8, 8]],
    ['a / PERIOD(a)', [4 / 60, '-', -2.5 / 60, 8 / 60]],
    ['SUM(ABS([a, b]))', [5, 3, 2.5, 10]],
    ['SUM(METRICS())', [5, 3, -2.5, 10]],
    ['SUM([METRICS("a"), METRICS("b")])', [5, 3, -2.5, 10]],
  ] as const)('%s is %j', (expression, expected) => expect(evaluate(expression, given)).toEqual(expected));

  test('METRICS takes the metrics whose id contains a text, and no expressions', () => {
    const given: Given = { errors1: [1], errors2: [2], requests: [10], total: 'errors1 + 100' };
    expect(evaluate('SUM(METRICS("errors"))', given)).toEqual([3]);
    expect(evaluate('SUM(METRICS(\'quest\'))', given)).toEqual([10]);
    expect(evaluate('SUM(METRICS())', given)).toEqual([13]);
  });

  test('expressions build on each other', () => {
    expect(evaluate('rate > 5', { e: [1, 2], r: [10, 100], rate: '100 * e / r' })).toEqual([1, 0]);
  });

  test('of no data point at all there is no average, and nothing to divide by', () => {
    expect(evaluate('b / AVG(a)', { a: ['-', '-'], b: [1, 2] })).toEqual(['-', '-']);
  });
});

describe('what makes no sense is a fault that names it', () => {
  const given: Given = { m1: [1], m2: [2], loop: 'result + 1' };
  test.each([
    ['5', 'comes to a number, an alarm needs a single time series'],
    ['SUM(m1)', 'comes to a number, an alarm needs a single time series'],
    ['[m1, m2]', 'comes to an array of time series, an alarm needs a single time series'],
    ['m9 + 1', 'refers to m9, which is not an id of this request'],
    ['loop * 2', 'leads back to itself: result -> loop -> result'],
    ['m1 + REPEAT', 'has the word REPEAT, which is neither an id nor a function; ids start with a small letter'],
    ['m1 + "text"', 'has the text "text", which only METRICS takes'],
    ['[m1, m2] < 3', 'cannot use "<" between an array of time series and a number'],
    ['[m1, m2] AND m1', 'cannot use "AND" between an array of time series and a time series'],
    ['[m1] + [m2]', 'cannot use "+" between an array of time series and an array of time series'],
    ['[m1, 3]', 'has a number in an array of time series'],
    ['ABS(5) + m1', 'cannot use ABS on a number, it takes a time series'],
    ['SUM(1) + m1', 'cannot use SUM on a number, it takes a time series'],
    ['TIME_SERIES(m1)', 'cannot use TIME_SERIES on a time series, it takes a number'],
    ['FILL(3, 0) + m1', 'cannot use FILL on a number, it takes a time series'],
    ['FILL(m1, [m2])', 'cannot FILL with an array of time series'],
    ['FILL(m1)', 'gives FILL 1 arguments, it takes 2'],
    ['FILL(m1, m9)', 'refers to m9, which is not an id of this request'],
    ['ABS(m1, m2)', 'gives ABS 2 arguments, it takes 1'],
    ['IF(m1)', 'gives IF 1 arguments, it takes 2 to 3'],
    ['IF(m1, [m2])', 'cannot use IF on a time series, an array of time series: it takes a time series with time series or numbers, '
      + 'or a number with time series'],
    ['IF(1, 2, 3) + m1', 'cannot use IF on a number, a number, a number: it takes a time series with time series or numbers, '
      + 'or a number with time series'],
    ['PERIOD(m1 + 1) * m1', 'must call PERIOD with the id of a metric'],
    ['PERIOD(loop) * m1', 'must call PERIOD with the id of a metric'],
    ['SUM(METRICS(m1))', 'must call METRICS() or METRICS("part of an id")'],
    ['DATAPOINT_COUNT(m1) + m1', 'uses DATAPOINT_COUNT, which is not supported; supported are '
      + 'ABS, AVG, CEIL, DIFF, FILL, FLOOR, IF, MAX, METRICS, MIN, PERIOD, RATE, RUNNING_SUM, SUM, TIME_SERIES'],
    ['toString(m1)', 'uses toString, which is not supported; supported are '
      + 'ABS, AVG, CEIL, DIFF, FILL, FLOOR, IF, MAX, METRICS, MIN, PERIOD, RATE, RUNNING_SUM, SUM, TIME_SERIES'],
  ])('%s', (expression, message) => expect(evaluate(expression, given)).toBe(message));
});
