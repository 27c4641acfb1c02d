import type { MetricStat, Query } from '../definition';
import type { Series, Window } from '../series';
import { evaluateExpression, type Scope } from './evaluate-expression';
import { aSeries, fault, kindOf, type Fault, type SeriesValue, type Value } from './value';

/** The data points of a metric over a window; no points where there are none, never zeros in their place. */
export type SeriesLookup = (metric: MetricStat, window: Window) => Series;

/** The one series that the queries return, or why there is none: a fault of the expressions, which no data can heal. */
export function evaluateQueries(queries: readonly Query[], window: Window, lookup: SeriesLookup): SeriesValue | Fault {
  const returned = queries.find(({ returnData }) => returnData);
  if (returned === undefined) return fault('returns no data: set ReturnData of one query');
  const value = evaluateQuery(returned.id, queries, window, lookup);
  if (value.kind === 'series' || value.kind === 'fault') return value;
  return fault(`comes to ${kindOf(value)}, an alarm needs a single time series`);
}

/** What one of the queries comes to, whether it is returned or only used by another. */
export function evaluateQuery(id: string, queries: readonly Query[], window: Window, lookup: SeriesLookup): Value | Fault {
  const metrics = new Map(queries.flatMap((query) => (query.kind === 'metric' ? [[query.id, lookup(query.metric, window)] as const] : [])));
  const series = metrics.get(id);
  return series !== undefined ? aSeries(series) : scopeOf(queries, metrics, window, []).expression(id) ?? fault(`has no query ${id}`);
}

/** `within` are the expressions that are being worked out, so that one which leads back to itself is found. */
function scopeOf(queries: readonly Query[], metrics: Scope['metrics'], window: Window, within: readonly string[]): Scope {
  return { window, metrics, expression: (id) => {
    const query = queries.find((one) => one.id === id);
    if (query?.kind !== 'expression') return undefined;
    if (within.includes(id)) return fault(`leads back to itself: ${[...within, id].join(' -> ')}`);
    return evaluateExpression(query.expression, scopeOf(queries, metrics, window, [...within, id]));
  } };
}
