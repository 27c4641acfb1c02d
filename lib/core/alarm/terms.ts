import type { AlarmDefinition, Comparison, TreatMissingData } from './definition';

/** When an alarm fires, apart from what it measures. */
export type Terms = Pick<AlarmDefinition, 'comparison' | 'threshold' | 'evaluationPeriods' | 'datapointsToAlarm' | 'treatMissingData'>;

const SYMBOLS: Readonly<Record<Comparison, string>> = { GreaterThanOrEqualToThreshold: '>=', GreaterThanThreshold: '>', LessThanThreshold: '<', LessThanOrEqualToThreshold: '<=' };

/** Such as `>= 5 in 2 of 3 periods, notBreaching without data`; the same terms are the same text. */
export function spellTerms({ comparison, threshold, evaluationPeriods, datapointsToAlarm, treatMissingData }: Terms): string {
  return `${SYMBOLS[comparison]} ${threshold} in ${datapointsToAlarm ?? evaluationPeriods} of ${evaluationPeriods} periods, ${treatMissingData} without data`;
}

export const comparisonNamed = (name: string): Comparison | undefined => (Object.hasOwn(SYMBOLS, name) ? (name as Comparison) : undefined);
export const defaultMissingData: TreatMissingData = 'missing';
