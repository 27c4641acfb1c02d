import { seconds, toSeconds, type Millis } from '../units';
import { spanOf } from './log-patience';
import type { ProbeJudgement } from './judge-probes';
import type { Judgement } from './verdict';

/** A failover of RDS takes 60 to 120 s (https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZ.Failover.html), and sessions come back after it. */
const PATIENCE = seconds(180);
const FIRST_PAUSES = [250, 500, 1_000, 2_000] as const;
const LATER_PAUSE = 5_000;
/**
 * After it was away: a build that says so now and then, for reasons of its own, would else only have to be asked often enough.
 *
 * One that gets through a look with probability p gets through with p + (1 - p) p² in all, at most.
 */
const GOOD_LOOKS = 3;

/** How the looks were timed. */
export interface Waited {
  /** The moments, by CloudWatch Logs, of the lines that were written before each look, as far as they have come. */
  readonly marks: readonly number[];
  /** What is left of the time for looking. */
  readonly left: Millis;
}

export type AfterLook =
  | { readonly kind: 'tell'; readonly judgement: Judgement }
  /** Another look after a pause in milliseconds; how many good ones came before it tells whether a run of probes is repeated or a new one begins. */
  | { readonly kind: 'look'; readonly pause: number; readonly good: number };

/**
 * What to do after a look at a release, given all of them, at least one, in their order.
 *
 * A look that found nothing but a database or a load balancer that is away is repeated until it finds something else: a failover is no
 * fault of the release that it meets. It is one absence, at the beginning: a release that speaks of a second one is not believed.
 */
export function afterLook(looks: readonly ProbeJudgement[], { marks, left }: Waited): AfterLook {
  const last = looks.at(-1);
  if (last === undefined) throw new Error('nobody has looked yet');
  const absences = looks.filter(({ away }) => away === true).length;
  const good = looks.filter(({ verdict }) => verdict === 'passed').length;
  const tell = (...reasons: readonly string[]): AfterLook => ({ kind: 'tell', judgement: { verdict: last.verdict, reasons: [...reasons, ...last.reasons] } });
  if (absences === 0) return tell();
  const absent = `${absences} of ${looks.length} looks met a database or a load balancer that was away`;
  if (last.away === undefined && last.verdict !== 'passed') return tell(absent);
  if (last.away === true && good > 0) return tell(`${absent}, and once more after it had been back: a release that says so again is not believed`);
  if (good === GOOD_LOOKS) return tell();
  if (left > 0 && !isEnough(last, absences, marks)) return { kind: 'look', pause: last.away === true ? pauseAfter(absences) : pauseAfter(1), good };
  const waited = `${absent}, for ${marks.length === 0 ? 'an unknown time' : `${Math.round(toSeconds(spanOf(marks)))} s`}`;
  if (last.away === true) return tell(waited);
  return { kind: 'tell', judgement: { verdict: 'inconclusive', reasons: [`${waited}, and ${good} of ${GOOD_LOOKS} good ones after that are too few`] } };
}

const isEnough = ({ away }: ProbeJudgement, absences: number, marks: Waited['marks']): boolean =>
  away === true && absences > FIRST_PAUSES.length && spanOf(marks) >= PATIENCE;

const pauseAfter = (absences: number): number => FIRST_PAUSES[absences - 1] ?? LATER_PAUSE;
