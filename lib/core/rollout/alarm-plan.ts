import { accepted, type Checked, type Problem } from '../checked';
import type { Operation } from '../operation/operation';
import { type Millis, percent, type Percent, seconds, toSeconds } from '../units';
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
  /** Errors of one target group in one period from which on the alarm of both fires. */
  readonly targetGroupThreshold: number;
  readonly unlogged: UnloggedAlarm;
}

/** When requests that were served are missing in the log. */
export interface UnloggedAlarm {
  /** So many in one period go missing with a healthy release: a target that is stopped, a client that does not wait. */
  readonly tolerated: number;
  /** Beyond them, the share of what was served from which on the alarm fires. */
  readonly share: Percent;
}

/**
 * How the error alarms read: any one of the latest three minutes.
 *
 * One breaching minute is enough, because the threshold already accounts for chance. Three are looked at because a minute that is
 * published late was first seen as the zero that FILL puts in its place, and would otherwise never count.
 */
export const errorSampling: Sampling = { period: seconds(60), datapoints: 1, periods: 3 };

/**
 * How the host alarm reads: three minutes of four, so that a green which is still starting does not count. The fourth is for the newest
 * minute, of which only the group that is well may have been published.
 */
export const hostSampling: Sampling = { period: seconds(60), datapoints: 3, periods: 4 };

/**
 * How alarms read that hold one series against another: four minutes of six.
 *
 * Series are published at different moments, so the newest minutes may lack one side of the comparison; a later evaluation corrects that,
 * and until then at most two of them mislead, to either side. Two more may be odd because traffic has just moved. A canary step of five
 * minutes has four whole ones.
 */
export const comparedSampling: Sampling = { period: seconds(60), datapoints: 4, periods: 6 };

/**
 * How the alarm on forgotten sessions reads: three minutes of four, because they do not go away, and a task that comes or goes is brief.
 * It misleads for two minutes at most: one in which its sessions were counted and it was not healthy yet, and the next, whose hosts may be
 * published a minute after its sessions.
 */
export const sessionSampling: Sampling = { period: seconds(60), datapoints: 3, periods: 4 };

/** CodeDeploy's documented limit on the alarms of one deployment group. */
const mostAlarms = 10;
/** What alarms of a service are on that are not on an operation; each is one, over both target groups or all servers. */
const otherAlarms = [
  "targets' errors", 'unhealthy targets', 'writes that met a replica', 'answers slower than the other release\'s', 'unlogged answers', 'forgotten sessions',
] as const;
const mostOperations = mostAlarms - otherAlarms.length;

/** Alarms that chance can fire: those on counts of errors. The errors of both groups together, which bound those of either, are one. */
const targetGroupAlarms = 1;

/**
 * The alarms that take a release back, with thresholds that respect the budget for false rollbacks.
 *
 * A design that cannot see a fault of the stated size is refused, with the numbers that would have to change.
 */
export function planAlarms(demand: AlarmDemand, path: string): Checked<AlarmPlan> {
  const critical = demand.operations.filter((operation) => operation.critical).flatMap(watched);
  const budget = budgetOfOnePeriod(demand, critical.length + targetGroupAlarms);
  const thresholdFor = (share: number): number =>
    alarmThreshold(requestsInPeriod(demand, share) * fraction(demand.policy.healthyErrors), budget);

  const operations = critical.map((operation) => ({ operation: operation.id, threshold: thresholdFor(operation.share) }));
  const problems = [
    ...tooMany(critical, path),
    ...critical.flatMap((operation, index) => blindTo(operation, operations[index]?.threshold ?? 0, demand, path)),
  ];
  if (problems.length > 0) return { ok: false, problems };
  return accepted({ operations, targetGroupThreshold: thresholdFor(100), unlogged: unloggedAlarm(demand, thresholdFor(100)) });
}

/**
 * Half of the smallest fault, because a share that is just as large as the threshold is above it in every other minute only, and the
 * alarm wants several in a row. Chance takes no part in its budget: it would have to reach this in most minutes of five.
 */
const unloggedAlarm = ({ policy }: AlarmDemand, tolerated: number): UnloggedAlarm => ({ tolerated, share: percent(policy.smallestFault / 2) });

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
      + `CodeDeploy reads ${mostAlarms} alarms, and ${otherAlarms.length} are on ${otherAlarms.join(', ')}, so mark fewer operations critical`,
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
