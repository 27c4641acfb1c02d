import type { AlarmDefinition, MetricStat } from '../../../lib/core/alarm/definition';
import type { SeriesLookup } from '../../../lib/core/alarm/math/evaluate-queries';
import { timestamps, type Series, type Window } from '../../../lib/core/alarm/series';
import { instant, minutes } from '../../../lib/core/units';

/** Values of consecutive periods, oldest first; `-` where a data point is missing. */
export type Points = readonly (number | '-')[];

export const aMetric: MetricStat = {
  namespace: 'Changeover/Service', name: 'ServerErrors', dimensions: {}, statistic: 'Sum', period: minutes(1), unit: undefined,
};

/** More than zero errors in three of three minutes; missing data is missing. */
export function anAlarm(different: Partial<AlarmDefinition> = {}): AlarmDefinition {
  return {
    name: 'server-errors',
    watched: { kind: 'metric', metric: aMetric },
    comparison: 'GreaterThanThreshold',
    threshold: 0,
    evaluationPeriods: 3,
    datapointsToAlarm: undefined,
    treatMissingData: 'missing',
    lowSampleCountPercentile: 'evaluate',
    ...different,
  };
}

export const windowOf = (points: number): Window => ({ end: instant(points * minutes(1)), period: minutes(1), points });

export function seriesFrom(points: Points, window: Window = windowOf(points.length)): Series {
  return new Map(timestamps(window).flatMap((at, index) => {
    const value = points[index];
    return value === undefined || value === '-' ? [] : [[at, value] as const];
  }));
}

export const pointsFrom = (series: Series, window: Window): Points => timestamps(window).map((at) => series.get(at) ?? '-');

/** Whatever is asked for, the newest points are these. */
export const showing = (points: Points): SeriesLookup => (_, window) => {
  const missing = Array.from({ length: Math.max(0, window.points - points.length) }, () => '-' as const);
  return seriesFrom([...missing, ...points].slice(-window.points), window);
};
