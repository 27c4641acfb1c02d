import type { Moment } from '../core/deployment/trace';
import type { Instant } from '../core/units';
import type { AlarmChange } from '../region/cloudwatch/alarms';
import type { Customers } from './customers';
import type { DatabaseNotes } from './database-notes';
import { outcomeOf, told, whoStopped, type Ending } from './ending';
import { disagreements } from './expectation';
import type { Result } from './result';
import type { Scenario } from './scenario';
import { secondsSince, shareOfRelease } from './traffic';

/** Everything that was seen of one rehearsed release. */
export interface Seen extends Ending {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly speed: number;
  readonly release: string;
  readonly ran: Result['ran'];
  readonly offeredAt: Instant;
  readonly endedAt: Instant;
  readonly customers: Customers;
  /** Answers to customers that take longer are slow: wall milliseconds. */
  readonly slowAnswerMs: number;
  /** Lines about customers' requests in the log of the release. */
  readonly logged: number;
  readonly writes: Result['writes'];
  readonly trace: readonly Moment[];
  readonly alarms: readonly AlarmChange[];
  readonly sessions: Result['sessions'];
  readonly beside: Result['beside'];
  /** Alarms that said nothing, and why. */
  readonly blind: readonly string[];
  readonly verdicts: Result['verdicts'];
  readonly refused: Result['refused'];
  readonly database: DatabaseNotes;
  readonly coverage: Result['coverage'];
  /** From the start of the region to the last proof. */
  readonly wallSeconds: number;
}

export function resultOf(seen: Seen): Result {
  const { scenario, seed, offeredAt, takenOverAt, endedAt, deployment, rollback, customers } = seen;
  const since = (at: Instant): number => secondsSince(offeredAt, at);
  const traffic = shareOfRelease(seen.trace, offeredAt, takenOverAt);
  const stopped = whoStopped(seen);
  const answers = customers.answeredBy(seen.release, seen.slowAnswerMs);
  const harmed = customers.harmedBy(seen.release);
  // A good release on a machine that is slow itself harms nobody.
  const mayBeSlow = scenario.offer.kind !== 'assembled' || scenario.disturbance !== undefined;
  const isHarmed = harmed.total > 0 || (mayBeSlow && answers.slow > answers.total / 100);
  const result: Omit<Result, 'asExpected'> = {
    scenario: scenario.name, seed, outcome: outcomeOf(seen, traffic), ran: seen.ran,
    requests: customers.requests(), harmed, answers: { ...answers, unlogged: Math.max(0, answers.total - seen.logged) }, writes: seen.writes, traffic,
    stoppedBy: stopped ?? null,
    verdicts: seen.verdicts,
    seconds: {
      toFirstShift: traffic.find(({ green }) => green > 0)?.atSeconds ?? null,
      toStop: stoppedAt(seen) ?? null,
      toBlue: backOnBlue(traffic) ?? null,
      total: since(endedAt),
    },
    wallSeconds: seen.wallSeconds, pace: customers.pace(),
    deployment: told(deployment),
    rollback: told(rollback),
    alarms: seen.alarms.filter(({ at, to }) => at >= offeredAt && to.state === 'ALARM').map(({ name, at }) => ({ name, atSeconds: since(at) })),
    sessions: seen.sessions,
    beside: seen.beside,
    // While a database fails over, alarms have to be silent.
    blind: isHarmed && stopped?.kind !== 'alarm' && scenario.failsOver !== true ? seen.blind : [],
    refused: seen.refused, unindexed: seen.database.unindexed, crowded: seen.database.crowded,
    coverage: seen.coverage,
  };
  return { ...result, asExpected: disagreements(scenario, result).length === 0 };
}

function stoppedAt({ deployment, takenOverAt, offeredAt, endedAt }: Seen): number | undefined {
  if (takenOverAt !== undefined) return secondsSince(offeredAt, takenOverAt);
  if (deployment === undefined) return secondsSince(offeredAt, endedAt);
  const { phase } = deployment.run.deployment;
  return phase.at === 'ended' && phase.outcome.status !== 'Succeeded' ? secondsSince(offeredAt, phase.endedAt) : undefined;
}

/** When blue had all customers again, after it had lost some. */
function backOnBlue(traffic: Result['traffic']): number | undefined {
  const first = traffic.findIndex(({ green }) => green > 0);
  return first < 0 ? undefined : traffic.slice(first).find(({ green }) => green === 0)?.atSeconds;
}
