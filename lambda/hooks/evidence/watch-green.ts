import { isTooLate, judgeSight, pauseAfterLook, seesGreen, type Sight } from '../../../lib/core/evidence/judge-sight';
import type { ProbeAnswer } from '../../../lib/core/evidence/judge-probes';
import { spanOf } from '../../../lib/core/evidence/log-patience';
import type { Judgement } from '../../../lib/core/evidence/verdict';
import { toSeconds } from '../../../lib/core/units';

export interface SightPorts {
  /** Asks green by the way that customers come. */
  readonly ask: (signal: AbortSignal) => Promise<ProbeAnswer>;
  /** What CloudWatch tells by now. */
  readonly look: () => Promise<Sight>;
  /** Writes a line of its own that holds the text. */
  readonly mark: (text: string) => void;
  /** The moments, by CloudWatch Logs, of its own lines that hold the text. */
  readonly marksWith: (text: string) => Promise<readonly number[]>;
  readonly wait: (ms: number) => Promise<void>;
}

/**
 * Asks, and looks for what CloudWatch makes of it, until it has all numbers or they are too late.
 *
 * It asks before every look: in the dead of night there is nobody else, and what is seen of a request shows that customers would be seen.
 */
export async function watchGreen(deploymentId: string, release: string, { ask, look, mark, marksWith, wait }: SightPorts, signal: AbortSignal): Promise<Judgement> {
  const token = `watched-${deploymentId}`;
  const answers: ProbeAnswer[] = [];
  for (let looks = 1; ; looks += 1) {
    signal.throwIfAborted();
    mark(token);
    answers.push(await ask(signal));
    const sight = await look();
    const marks = looks === 1 ? [] : await marksWith(token);
    const judgement = judgeSight({ ...sight, answers, release, waitedSeconds: marks.length === 0 ? undefined : toSeconds(spanOf(marks)) });
    if (seesGreen(sight) || judgement.verdict === 'failed' || isTooLate(looks, marks)) return judgement;
    await wait(pauseAfterLook(looks));
  }
}
