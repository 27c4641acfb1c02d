import { accepted, type Checked, type Problem } from '../checked';
import type { Operation } from '../operation/operation';
import { type Millis, type Percent, seconds, toSeconds } from '../units';
import { alarmThreshold } from './alarm-threshold';
import { chanceOfAtLeast } from './poisson';
import { type Sampling, usablePeriods } from './reaction';

/** What a stage pays for a rollback that was not needed, and what it insists on seeing. */
export interface RollbackPolicy {
  /** The share of requests that fail although nothing is wrong with the release. */
  readonly healthyErrors: Percent;
  /** The probability that a healthy release is rolled back by chance, over all its count alarms together. */
  readonly falseRollbacks: Percent;
  /** A release that breaks this share of any one critical operation has to be stopped before its bake ends ... */
  readonly smallestFault: Percent;
  /** ... with at least this probability. */
  readonly certainty: Percent;
}

/** What the alarms of a service are derived from. */
export interface AlarmDemand {
  readonly operations: readonly Operation[];
  /** Requests a second at the expected peak, over all operations. */
  readonly expectedPeak: number;
  readonly policy: RollbackPolicy;
  /** From the first moved request to full traffic. */
  readonly shift: Millis;
  /** From full traffic to the end of blue. */
  readonly bake: Millis;
}

export interface OperationAlarm {
  readonly operation: string;
  /** Errors in one period, over both colours, from which on the alarm fires. */
  readonly threshold: number;
}

export interface AlarmPlan {
  readonly operations: readonly OperationAlarm[];
  /** Errors of one target group in one period from which on its alarm fires. */
  readonly targetGroupThreshold: number;
}

/**
 * How the error alarms read: any one of the latest three minutes.
 *
 * One breaching minute is enough, because the threshold already accounts for chance. Three are looked at because a minute that is
 * published late was first seen as the zero that FILL puts in its place, and would otherwise never count.
 */
export const errorSampling: Sampling = { period: seconds(60), datapoints: 1, periods: 3 };

/** How the host alarms read: three minutes in a row, so that a green which is still starting does not count. */
export const hostSampling: Sampling = { period: seconds(60), datapoints: 3, periods: 3 };

const targetGroups = 2;
/** CodeDeploy's documented limit on the alarms of one deployment group. */
const mostAlarms = 10;
/** Each target group has an alarm on errors and one on unhealthy hosts, and one is on writes that met a replica. */
const otherAlarms = 2 * targetGroups + 1;
const mostOperations = mostAlarms - otherAlarms;

/**
 * The alarms that take a release back, with thresholds that respect the budget for false rollbacks.
 *
 * A design that cannot see a fault of the stated size is refused, with the numbers that would have to change.
 */
export function planAlarms(demand: AlarmDemand, path: string): Checked<AlarmPlan> {
  const critical = demand.operations.filter((operation) => operation.critical).flatMap(watched);
  const budget = budgetOfOnePeriod(demand, critical.length + targetGroups);
  const thresholdFor = (share: number): number =>
    alarmThreshold(requestsInPeriod(demand, share) * fraction(demand.policy.healthyErrors), budget);

  const operations = critical.map((operation) => ({ operation: operation.id, threshold: thresholdFor(operation.share) }));
  const problems = [
    ...tooMany(critical, path),
    ...critical.flatMap((operation, index) => blindTo(operation, operations[index]?.threshold ?? 0, demand, path)),
  ];
  return problems.length === 0 ? accepted({ operations, targetGroupThreshold: thresholdFor(100) }) : { ok: false, problems };
}

/** What is watched of an operation: itself, and the work that it leaves to a worker, a piece for each request. */
function watched({ id, share, leaves }: Operation): readonly Watched[] {
  return [{ id, share }, ...(leaves === undefined ? [] : [{ id: leaves, share }])];
}

type Watched = Pick<Operation, 'id' | 'share'>;

/** A release offers chance one go at every alarm in every period; the sum of all goes bounds the probability of any. */
function budgetOfOnePeriod({ policy, shift, bake }: AlarmDemand, alarms: number): number {
  const periods = Math.max(1, Math.ceil((shift + bake) / errorSampling.period));
  return fraction(policy.falseRollbacks) / (alarms * periods);
}

function tooMany(critical: readonly Watched[], path: string): Problem[] {
  if (critical.length <= mostOperations) return [];
  const names = critical.map((operation) => operation.id).join(', ');
  return [{
    path: `${path}.operations`,
    message: `may be critical ${mostOperations} times at most, got ${critical.length} (${names}): `
      + `CodeDeploy reads ${mostAlarms} alarms, and target groups and misled writes take ${otherAlarms}, so mark fewer operations critical`,
  }];
}

function blindTo(operation: Watched, threshold: number, demand: AlarmDemand, path: string): Problem[] {
  const { smallestFault, healthyErrors, certainty } = demand.policy;
  const failing = fraction(healthyErrors) + (1 - fraction(healthyErrors)) * fraction(smallestFault);
  const errors = requestsInPeriod(demand, operation.share) * failing;
  const periods = usablePeriods(demand.bake, errorSampling.period);
  const seen = 1 - (1 - chanceOfAtLeast(threshold, errors)) ** periods;
  if (!(seen < fraction(certainty))) return [];
  return [{
    path: `${path}.rollback.smallestFault`,
    message: `must be visible in every critical operation: ${smallestFault} % of ${operation.id} failing gives `
      + `${errors.toFixed(2)} errors a minute against a threshold of ${threshold}, so ${periods} usable minutes of bake stop it with `
      + `${(100 * seen).toFixed(1)} % instead of ${certainty} %: `
      + 'lengthen bakeMinutes, allow more falseRollbacks, or accept a larger smallestFault',
  }];
}

const requestsInPeriod = ({ expectedPeak }: AlarmDemand, share: number): number =>
  expectedPeak * (share / 100) * toSeconds(errorSampling.period);

const fraction = (share: Percent): number => share / 100;
