import type { Instant } from '../units';
import type { AlarmState } from './alarm-state';
import { breaches, metricsOf, type AlarmDefinition, type TreatMissingData } from './definition';
import { assumedEvaluationRange, evaluationWindow } from './evaluation-range';
import { hasTooFewSamples } from './low-samples';
import { evaluateQueries, type SeriesLookup } from './math/evaluate-queries';
import { judge, type DataPoint } from './missing-data';
import { timestamps, type Series, type Window } from './series';
import { stateReason } from './state-reason';

/**
 * One evaluation of a metric alarm: its state and the reason that CloudWatch would give for it.
 *
 * `previous` is what it stays at when this evaluation decides nothing. `range` is how many data points are fetched.
 *
 * @throws Error when the expressions make no sense, which `readDefinition` has ruled out
 */
export function evaluate(
  definition: AlarmDefinition,
  now: Instant,
  lookup: SeriesLookup,
  previous: AlarmState,
  range: number = assumedEvaluationRange(definition.evaluationPeriods),
): AlarmState {
  if (hasTooFewSamples(definition, now, lookup)) return previous;
  const window = evaluationWindow(definition, now, range);
  const judgement = judge(pointsOf(definition, window, lookup), {
    evaluationPeriods: definition.evaluationPeriods,
    datapointsToAlarm: definition.datapointsToAlarm ?? definition.evaluationPeriods,
    treatMissingData: treatmentOf(definition),
  });
  const { decision } = judgement;
  return decision === 'keep' ? previous : { state: decision, reason: stateReason(definition, decision, judgement) };
}

function pointsOf(definition: AlarmDefinition, window: Window, lookup: SeriesLookup): readonly (DataPoint | undefined)[] {
  const series = watchedSeries(definition, window, lookup);
  return timestamps(window).map((at) => {
    const value = series.get(at);
    return value === undefined ? undefined : { at, value, breaching: breaches(definition, value) };
  });
}

/** The data points that the alarm compares with its threshold. */
export function watchedSeries({ name, watched }: AlarmDefinition, window: Window, lookup: SeriesLookup): Series {
  if (watched.kind === 'metric') return lookup(watched.metric, window);
  const value = evaluateQueries(watched.queries, window, lookup);
  if (value.kind === 'fault') throw new Error(`alarm ${name} ${value.message}`);
  return value.series;
}

/** Alarms on `AWS/DynamoDB` ignore missing data, whatever they are set to (API reference, PutMetricAlarm). */
function treatmentOf(definition: AlarmDefinition): TreatMissingData {
  return metricsOf(definition).some(({ namespace }) => namespace === 'AWS/DynamoDB') ? 'ignore' : definition.treatMissingData;
}
