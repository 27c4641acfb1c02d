import type { Millis } from '../units';
import type { Expression } from './math/expression';
import type { Statistic } from './statistic';

/** A metric alarm, as CloudWatch evaluates it. Made and checked by `readDefinition`. */
export interface AlarmDefinition {
  readonly name: string;
  readonly watched: Watched;
  readonly comparison: Comparison;
  readonly threshold: number;
  /** N: how many of the newest data points are looked at. */
  readonly evaluationPeriods: number;
  /** M: how many of them must breach. Left out it is N; whether it was given shows in the reason's wording. */
  readonly datapointsToAlarm: number | undefined;
  readonly treatMissingData: TreatMissingData;
  /** What a percentile of too few samples does to the state: be evaluated like any other, or nothing. */
  readonly lowSampleCountPercentile: 'evaluate' | 'ignore';
}

/** One metric, or several with expressions on them of which one is compared with the threshold. */
export type Watched =
  | { readonly kind: 'metric'; readonly metric: MetricStat }
  | { readonly kind: 'math'; readonly queries: readonly Query[] };

export interface MetricStat {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: Statistic;
  readonly period: Millis;
  /** Only samples of this unit count. Left out: all. */
  readonly unit: string | undefined;
}

export type Query = { readonly id: string; readonly returnData: boolean } & (
  | { readonly kind: 'metric'; readonly metric: MetricStat }
  | { readonly kind: 'expression'; readonly expression: Expression }
);

export type Comparison =
  | 'GreaterThanOrEqualToThreshold'
  | 'GreaterThanThreshold'
  | 'LessThanThreshold'
  | 'LessThanOrEqualToThreshold';

export type TreatMissingData = 'missing' | 'ignore' | 'breaching' | 'notBreaching';

export function breaches({ comparison, threshold }: AlarmDefinition, value: number): boolean {
  switch (comparison) {
    case 'GreaterThanOrEqualToThreshold':
      return value >= threshold;
    case 'GreaterThanThreshold':
      return value > threshold;
    case 'LessThanThreshold':
      return value < threshold;
    case 'LessThanOrEqualToThreshold':
      return value <= threshold;
  }
}

export function metricsOf({ watched }: AlarmDefinition): readonly MetricStat[] {
  return watched.kind === 'metric' ? [watched.metric] : watched.queries.flatMap((query) => (query.kind === 'metric' ? [query.metric] : []));
}

/** The one period of an alarm: all metrics of an expression share it. */
export function periodOf(definition: AlarmDefinition): Millis {
  const [first] = metricsOf(definition);
  if (first === undefined) throw new Error(`alarm ${definition.name} watches no metric`);
  return first.period;
}
