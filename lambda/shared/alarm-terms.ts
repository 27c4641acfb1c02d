import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { comparisonNamed, defaultMissingData, spellTerms, type Terms } from '../../lib/core/alarm/terms';

/** When an alarm fires, as CloudWatch describes it. */
export function termsOf({ ComparisonOperator, Threshold, EvaluationPeriods = 0, DatapointsToAlarm, TreatMissingData = defaultMissingData }: MetricAlarm): string {
  const comparison = comparisonNamed(ComparisonOperator ?? '');
  if (comparison === undefined || Threshold === undefined) return `${ComparisonOperator ?? 'nothing'} without a threshold`;
  const treatMissingData = TreatMissingData as Terms['treatMissingData'];
  return spellTerms({ comparison, threshold: Threshold, evaluationPeriods: EvaluationPeriods, datapointsToAlarm: DatapointsToAlarm, treatMissingData });
}
