import { isTooLate, judgeSight, pauseAfterLook, type Sight } from '../../../lib/core/evidence/judge-sight';
import type { ProbeAnswer } from '../../../lib/core/evidence/judge-probes';
import { secondsOf } from '../../../lib/core/evidence/log-patience';
import type { Judgement } from '../../../lib/core/evidence/verdict';
import type { OwnLog } from '../own-log';

export interface SightPorts extends OwnLog {
  /** Asks green by the way that customers come. */
  readonly ask: (signal: AbortSignal) => Promise<ProbeAnswer>;
  /** What CloudWatch tells by now. */
  readonly look: () => Promise<Sight>;
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
    const judgement = judgeSight({ ...sight, answers, release, waitedSeconds: secondsOf(marks) });
    if (judgement.verdict === 'passed' || judgement.verdict === 'failed' || isTooLate(looks, marks)) return judgement;
    await wait(pauseAfterLook(looks));
  }
}
