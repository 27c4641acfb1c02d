import type { Instant } from '../units';
import { metricsOf, type AlarmDefinition } from './definition';
import { evaluationWindow } from './evaluation-range';
import type { SeriesLookup } from './math/evaluate-queries';
import { rankOf } from './statistic';

/** How many samples a percentile needs to be taken seriously: 10 / (1 - p) from the median up, 10 / p below it; 1000 for p99. */
export function samplesNeeded(rank: number): number {
  const share = rank / 100;
  return 10 / (share >= 0.5 ? 1 - share : share);
}

/** Whether a percentile has too few samples over the evaluation periods for an alarm that does not want to hear it then. */
export function hasTooFewSamples(definition: AlarmDefinition, now: Instant, lookup: SeriesLookup): boolean {
  if (definition.lowSampleCountPercentile === 'evaluate') return false;
  const window = evaluationWindow(definition, now, definition.evaluationPeriods);
  return metricsOf(definition).some((metric) => {
    const rank = rankOf(metric.statistic);
    if (rank === undefined) return false;
    const counts = lookup({ ...metric, statistic: 'SampleCount' }, window);
    return [...counts.values()].reduce((sum, count) => sum + count, 0) < samplesNeeded(rank);
  });
}
