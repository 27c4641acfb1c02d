import type { Instant } from '../units';
import type { StateValue } from './alarm-state';
import type { TreatMissingData } from './definition';

/** A real data point, and whether it breaches the threshold. */
export interface DataPoint {
  readonly at: Instant;
  readonly value: number;
  readonly breaching: boolean;
}

export interface Judgement {
  /** `keep`: the state stays what it was. */
  readonly decision: StateValue | 'keep';
  /** The real data points that counted, newest first. */
  readonly counted: readonly DataPoint[];
  /** How many missing ones were put in to make up the number. */
  readonly filled: number;
}

export interface MOutOfN {
  /** N */
  readonly evaluationPeriods: number;
  /** M */
  readonly datapointsToAlarm: number;
  readonly treatMissingData: TreatMissingData;
}

/**
 * CloudWatch's verdict on the points of an evaluation range, oldest first, with `undefined` where one is missing (user guide,
 * "Configuring how CloudWatch alarms treat missing data").
 *
 * The range holds more points than N, so that older real ones can stand in for missing new ones: with N real points in it
 * the newest N decide and the treatment of missing data is not asked. With fewer, all of them count and the treatment fills up.
 */
export function judge(range: readonly (DataPoint | undefined)[], alarm: MOutOfN): Judgement {
  const { evaluationPeriods, datapointsToAlarm, treatMissingData } = alarm;
  const counted = range.flatMap((point) => point ?? []).toReversed().slice(0, evaluationPeriods);
  const filled = evaluationPeriods - counted.length;
  const breaching = counted.filter((point) => point.breaching).length;
  const verdict = (isAlarm: boolean): Judgement => ({ decision: isAlarm ? 'ALARM' : 'OK', counted, filled });
  if (filled === 0 || treatMissingData === 'notBreaching') return verdict(breaching >= datapointsToAlarm);
  if (treatMissingData === 'breaching') return verdict(breaching + filled >= datapointsToAlarm);
  if (breaching >= datapointsToAlarm) return verdict(true);
  if (breaching < counted.length) return verdict(false);
  if (treatMissingData === 'ignore') return { decision: 'keep', counted, filled };
  return ageOfOldest(range) >= datapointsToAlarm ? verdict(true) : { decision: 'INSUFFICIENT_DATA', counted, filled };
}

/**
 * How many periods ago the oldest real point is, itself included; 0 when there is none.
 *
 * With missing data treated as missing and nothing but breaching points, ALARM comes once the oldest is at least M old, however
 * few they are ("Avoiding premature transitions to alarm state"): a younger one might still be followed by a good one.
 */
function ageOfOldest(range: readonly (DataPoint | undefined)[]): number {
  const oldest = range.findIndex((point) => point !== undefined);
  return oldest === -1 ? 0 : range.length - oldest;
}
