import { readQueries } from '../../core/alarm/read-metrics';
import type { Query } from '../../core/alarm/definition';
import { evaluateQuery } from '../../core/alarm/math/evaluate-queries';
import { kindOf, type SeriesValue } from '../../core/alarm/math/value';
import { seriesOf } from '../../core/alarm/series-of';
import { startOf, type Series, type Window } from '../../core/alarm/series';
import { spell, type Problem } from '../../core/checked';
import { instant, type Instant, type Millis } from '../../core/units';
import { refuseOthers, refuseUnless, type Fields } from '../fields';
import { ServiceError } from '../service-error';
import { instantIn } from '../wire-time';
import type { MetricStore } from './metric-store';

const INVALID = 'InvalidParameterValue';
/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
const MOST_POINTS = 100_800;

/** What metrics and expressions on them come to between two moments, as far as it can be read now. */
export function getMetricData(input: Fields, metrics: MetricStore, now: Instant): object {
  refuseOthers('GetMetricData', input, { served: ['MetricDataQueries', 'StartTime', 'EndTime', 'ScanBy'], withoutEffect: ['LabelOptions', 'MaxDatapoints'] }, INVALID);
  refuseUnless('ScanBy', input['ScanBy'], ['TimestampAscending', 'TimestampDescending'], INVALID);
  const problems: Problem[] = [];
  const queries = readQueries(input['MetricDataQueries'], 'MetricDataQueries', problems);
  if (problems.length > 0) throw new ServiceError('ValidationError', problems.map(spell).join('; '));
  const window = windowOf(queries, instantIn('StartTime', input['StartTime']), instantIn('EndTime', input['EndTime']));
  const lookup = (metric: Parameters<Parameters<typeof evaluateQuery>[3]>[0], over: Window): Series => seriesOf(metrics.read(metric, startOf(over), over.end, now, metric.unit), metric.statistic, over);
  return { Messages: [], MetricDataResults: queries.filter(({ returnData }) => returnData).map(({ id }) => {
    const points = [...seriesFor(id, queries, window, lookup)].sort(([one], [other]) => (input['ScanBy'] === 'TimestampAscending' ? one - other : other - one));
    return { Id: id, Label: id, StatusCode: 'Complete', Timestamps: points.map(([at]) => at / 1_000), Values: points.map(([, value]) => value) };
  }) };
}

function seriesFor(id: string, queries: readonly Query[], window: Window, lookup: Parameters<typeof evaluateQuery>[3]): SeriesValue['series'] {
  const value = evaluateQuery(id, queries, window, lookup);
  if (value.kind === 'series') return value.series;
  throw new ServiceError('ValidationError', `Error in expression '${id}': it ${value.kind === 'fault' ? value.message : `comes to ${kindOf(value)}, and the region answers time series`}`);
}

/** Whole periods of the metrics, which all have the same one. */
function windowOf(queries: readonly Query[], start: Instant, end: Instant): Window {
  const periods = new Set(queries.flatMap((query) => (query.kind === 'metric' ? [query.metric.period] : [])));
  const [period, ...others] = [...periods] as Millis[];
  if (period === undefined || others.length > 0) throw new ServiceError(INVALID, `the region answers queries with one period in all metrics, got ${[...periods].map((span) => span / 1_000).join(', ') || 'none'}`);
  if (!(start < end)) throw new ServiceError(INVALID, 'The parameter StartTime must be less than the parameter EndTime.');
  const [first, last] = [Math.floor(start / period), Math.ceil(end / period)];
  if (last - first > MOST_POINTS) throw new ServiceError(INVALID, `The request has ${last - first} data points, and at most ${MOST_POINTS} are answered`);
  return { period, end: instant(last * period), points: last - first };
}
