import { spell } from '../../../lib/core/checked';
import { readDefinition } from '../../../lib/core/alarm/read-definition';
import { minutes } from '../../../lib/core/units';

const single = {
  Namespace: 'AWS/ApplicationELB',
  MetricName: 'HTTPCode_Target_5XX_Count',
  Dimensions: [{ Name: 'LoadBalancer', Value: 'app/api/1' }, { Name: 'TargetGroup', Value: 'targetgroup/one/2' }],
  Statistic: 'Sum',
  Period: 60,
  ComparisonOperator: 'GreaterThanOrEqualToThreshold',
  Threshold: 5,
  EvaluationPeriods: 3,
};

const withoutStatistic = Object.fromEntries(Object.entries(single).filter(([key]) => key !== 'Statistic'));

const stat = (metric: string, period = 60): object => ({
  Metric: { Namespace: 'Changeover/Service', MetricName: metric, Dimensions: [{ Name: 'Stage', Value: 'production' }] },
  Period: period,
  Stat: 'Sum',
});
const math = {
  Metrics: [
    { Id: 'rate', Expression: '100 * FILL(errors, 0) / requests', Label: 'errors in percent' },
    { Id: 'errors', MetricStat: stat('ServerErrors'), ReturnData: false },
    { Id: 'requests', MetricStat: stat('Requests'), ReturnData: false },
  ],
  ComparisonOperator: 'GreaterThanThreshold',
  Threshold: 1,
  EvaluationPeriods: 3,
  DatapointsToAlarm: 2,
};

const problemsOf = (properties: unknown): readonly string[] => {
  const read = readDefinition('5xx', properties);
  return read.ok ? [] : read.problems.map(spell);
};

test('an alarm on one metric, with what CloudWatch takes for granted', () => {
  expect(readDefinition('5xx', single)).toEqual({ ok: true, value: {
    name: '5xx',
    watched: { kind: 'metric', metric: {
      namespace: 'AWS/ApplicationELB',
      name: 'HTTPCode_Target_5XX_Count',
      dimensions: { LoadBalancer: 'app/api/1', TargetGroup: 'targetgroup/one/2' },
      statistic: 'Sum',
      period: minutes(1),
      unit: undefined,
    } },
    comparison: 'GreaterThanOrEqualToThreshold',
    threshold: 5,
    evaluationPeriods: 3,
    datapointsToAlarm: undefined,
    treatMissingData: 'missing',
    lowSampleCountPercentile: 'evaluate',
  } });
});

test('an alarm on metric math, whose expression is returned because nothing says otherwise', () => {
  const read = readDefinition('rate', math);
  expect(read).toMatchObject({ ok: true, value: { datapointsToAlarm: 2, watched: { kind: 'math', queries: [
    { kind: 'expression', id: 'rate', returnData: true }, { kind: 'metric', id: 'errors', returnData: false }, { id: 'requests' },
  ] } } });
});

test('a whole day of minutes, and a whole week of hours, are just allowed', () => {
  expect(problemsOf({ ...single, EvaluationPeriods: 1_440 })).toEqual([]);
  expect(problemsOf({ ...single, Period: 3_600, EvaluationPeriods: 168 })).toEqual([]);
});

test('settings that do not concern the state are taken, and so is an extended statistic', () => {
  const read = readDefinition('p99', {
    ...withoutStatistic, ExtendedStatistic: 'p99', EvaluateLowSampleCountPercentile: 'ignore', Unit: 'Seconds',
    TreatMissingData: 'notBreaching',
    AlarmName: 'p99', AlarmDescription: 'slow', ActionsEnabled: true,
    AlarmActions: ['arn'], OKActions: [], InsufficientDataActions: [], Tags: [],
  });
  expect(read).toMatchObject({ ok: true, value: {
    watched: { metric: { statistic: 'p99', unit: 'Seconds' } }, treatMissingData: 'notBreaching', lowSampleCountPercentile: 'ignore',
  } });
});

test.each([
  ['no object', null, '5xx must be an object, got null'],
  ['a threshold in words', { ...single, Threshold: '5' }, '5xx.Threshold must be a number, got "5"'],
  ['a comparison with a band', { ...single, ComparisonOperator: 'GreaterThanUpperThreshold' },
    '5xx.ComparisonOperator must be one of GreaterThanOrEqualToThreshold, GreaterThanThreshold, LessThanThreshold, '
    + 'LessThanOrEqualToThreshold, got "GreaterThanUpperThreshold"'],
  ['another window', { ...single, EvaluationWindow: { WallClockWindow: {} } }, '5xx.EvaluationWindow is not a setting here'],
  ['a period between', { ...single, Period: 90 }, '5xx.Period must be 10, 20, 30 or whole minutes in seconds, got 90'],
  ['a period too short', { ...single, Period: 5 }, '5xx.Period must be a whole number of at least 10, got 5'],
  ['a trimmed mean', { ...single, Statistic: 'tm90' },
    '5xx.Statistic must be one of SampleCount, Average, Sum, Minimum, Maximum, or a percentile such as p99: no other is supported'],
  ['more datapoints than periods', { ...single, DatapointsToAlarm: 4 },
    '5xx.DatapointsToAlarm must be at most EvaluationPeriods (3), got 4'],
  ['no datapoints', { ...single, DatapointsToAlarm: 0 }, '5xx.DatapointsToAlarm must be a whole number of at least 1, got 0'],
  ['more than a day', { ...single, EvaluationPeriods: 1_441 }, '5xx.EvaluationPeriods must cover at most 24 hours, got 1441 x 60 s'],
  ['more than a week', { ...single, Period: 3_600, EvaluationPeriods: 169 },
    '5xx.EvaluationPeriods must cover at most 168 hours, got 169 x 3600 s'],
  ['dimensions as a map', { ...single, Dimensions: { Stage: 'x' } }, '5xx.Dimensions must be a list of names and values'],
  ['a dimension without value', { ...single, Dimensions: [{ Name: 'Stage' }] },
    '5xx.Dimensions must have a Name and a Value in each, got {"Name":"Stage"}'],
  ['a dimension that is nothing', { ...single, Dimensions: [null] },
    '5xx.Dimensions must have a Name and a Value in each, got null'],
  ['another treatment', { ...single, TreatMissingData: 'zero' },
    '5xx.TreatMissingData must be one of missing, ignore, breaching, notBreaching, got "zero"'],
  ['a metric beside a list', { ...math, MetricName: 'x' }, '5xx.MetricName is not a setting here'],
  ['no list', { ...math, Metrics: {} }, '5xx.Metrics must be a list of metrics and expressions'],
])('%s is a problem', (_, properties, problem) => {
  expect(problemsOf(properties)).toContainEqual(expect.stringContaining(problem));
});

const [rate, errors, requests] = math.Metrics;
test.each([
  ['an expression that stops', [{ ...rate, Expression: '100 *' }, errors, requests],
    '5xx.Metrics[0].Expression must have a number, an id or a function where it has the end'],
  ['an expression with a period of its own', [{ ...rate, Period: 300 }, errors, requests],
    '5xx.Metrics[0].Period must be left out: an expression has the period of its metrics'],
  ['an unknown function', [{ ...rate, Expression: 'ANOMALY_DETECTION_BAND(errors)' }, errors, requests],
    '5xx.Metrics[0].Expression uses ANOMALY_DETECTION_BAND, which is not supported; supported are ABS'],
  ['an unknown id', [{ ...rate, Expression: 'errors / visits' }, errors, requests],
    '5xx.Metrics[0].Expression refers to visits, which is not an id'],
  ['a result that is no series', [{ ...rate, Expression: 'SUM(errors)' }, errors, requests], '5xx.Metrics[0].Expression comes to a number'],
  ['an expression in between that makes no sense', [...math.Metrics, { Id: 'odd', Expression: 'errors + nobody', ReturnData: false }],
    '5xx.Metrics[3].Expression refers to nobody'],
  ['two results', [rate, errors, { ...requests, ReturnData: true }],
    '5xx.Metrics must return data of exactly one: set ReturnData to false on the others, got 2'],
  ['an id twice', [rate, errors, errors, requests], '5xx.Metrics must give each id once, got errors again'],
  ['an id in capitals', [rate, errors, { ...requests, Id: 'Requests' }],
    '5xx.Metrics[2].Id must be an id that starts with a small letter, got "Requests"'],
  ['two periods', [rate, errors, { ...requests, MetricStat: stat('Requests', 300) }],
    '5xx.Metrics must use one period for all metrics, got 60, 300 seconds'],
  ['expressions alone', [{ ...rate, Expression: 'TIME_SERIES(1)' }], '5xx.Metrics must have 1 to 10 metrics, got 0'],
  ['something unknown', [rate, errors, { ...requests, AccountId: '1' }], '5xx.Metrics[2].AccountId is not a setting here'],
  ['something unknown inside', [rate, errors, { ...requests, MetricStat: { ...stat('Requests'), Statistic: 'Sum' } }],
    '5xx.Metrics[2].MetricStat.Statistic is not a setting here'],
  ['nothing in the list', [null], '5xx.Metrics[0] must be an object, got null'],
])('%s in the list of metrics is a problem', (_, Metrics, problem) => {
  expect(problemsOf({ ...math, Metrics })).toContainEqual(expect.stringContaining(problem));
});

test('an expression in between may be a number', () => {
  const mean = { Id: 'mean', Expression: 'AVG(errors)', ReturnData: false };
  expect(problemsOf({ ...math, Metrics: [{ ...rate, Expression: 'errors - mean' }, errors, mean] })).toEqual([]);
});

test.each([[], '', 0, undefined, 'x'].map((source) => [source]))('%j is refused without a throw', (source) => {
  expect(problemsOf(source).length).toBeGreaterThan(0);
});
