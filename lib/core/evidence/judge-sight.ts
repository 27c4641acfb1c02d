import { seconds } from '../units';
import { findings, type Finding } from './findings';
import { spanOf } from './log-patience';
import type { ProbeAnswer } from './judge-probes';
import type { Judgement } from './verdict';

/** What CloudWatch tells of green since it has all traffic: what the load balancer counted, and what was counted in the log. */
export interface Sight {
  readonly served: number;
  readonly logged: number;
}

export interface SightEvidence extends Sight {
  /** To requests by the way that customers come. */
  readonly answers: readonly ProbeAnswer[];
  /** The release that should answer them. */
  readonly release: string;
  /** How long the numbers were waited for; `undefined`: CloudWatch Logs showed not even the lines of whoever looked. */
  readonly waitedSeconds: number | undefined;
}

/**
 * Load balancers count by the minute and publish "in 60-second intervals"
 * (https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html), how late AWS does not say.
 * The first whole minute ends two minutes after the shift at the latest; three more are what an alarm would wait for, too.
 */
const PATIENCE = seconds(300);
const FIRST_PAUSES = [500, 1_000, 2_000, 4_000] as const;
const LATER_PAUSE = 5_000;
/** By the clock of whoever looks this takes the five minutes, too. */
const MOST_LOOKS = 64;

/** How long to wait before the next look, in milliseconds, after so many. */
export const pauseAfterLook = (looks: number): number => FIRST_PAUSES[looks - 1] ?? LATER_PAUSE;

/** Whether the numbers that are missing will not come any more. @param marks the moments, by CloudWatch Logs, of the lines before each look */
export const isTooLate = (looks: number, marks: readonly number[]): boolean =>
  looks >= MOST_LOOKS || (looks > FIRST_PAUSES.length && spanOf(marks) >= PATIENCE);

/** Half of them, because the two are counted at different moments; more than a few, because blue still ends what it has begun. */
const isLogged = ({ served, logged }: Sight): boolean => 2 * logged >= served;

/** Whether customers reach the new release, and whether the alarms that watch it from now on have anything to look at. */
export function judgeSight({ answers, release, waitedSeconds, ...sight }: SightEvidence): Judgement {
  const waited = waitedSeconds === undefined ? '' : `, for ${Math.round(waitedSeconds)} s`;
  const unseen = (missing: boolean, what: string): readonly Finding[] =>
    (missing ? [{ verdict: 'inconclusive', reason: `CloudWatch has ${what} since green has all traffic${waited}: no alarm would see it fail` }] : []);
  return findings([
    ...wrongAtTheEnd(answers, release),
    ...unseen(sight.served <= 0, "no request of green's target group"),
    ...unseen(!isLogged(sight), `counted ${sight.logged} answers in the log, of ${sight.served} that green's target group has given,`),
  ]);
}

/** A connection that breaks once is nobody's fault; three answers in a row that are wrong are what customers get. */
const CERTAIN = 3;

function wrongAtTheEnd(answers: readonly ProbeAnswer[], release: string): readonly Finding[] {
  const wrong = answers.map((answer) => wrongIn(answer, release));
  const [last] = wrong.slice(-1);
  if (last === undefined) return [];
  const isCertain = wrong.length >= CERTAIN && wrong.slice(-CERTAIN).every((one) => one !== undefined);
  return [{ verdict: isCertain ? 'failed' : 'inconclusive', reason: `${answers.at(-1)?.probe.operation}, by the way that customers come: ${last}` }];
}

function wrongIn(answer: ProbeAnswer, release: string): string | undefined {
  if (answer.kind === 'unanswered') return `no answer (${answer.why})`;
  if (answer.release !== release) return `the answer is of ${answer.release ?? 'no release'}, and all traffic should be on ${release}`;
  return answer.status === answer.probe.expect ? undefined : `answered ${answer.status}, and the contract says ${answer.probe.expect}`;
}
