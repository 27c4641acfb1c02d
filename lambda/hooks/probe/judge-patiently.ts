import { afterLook } from '../../../lib/core/evidence/away-patience';
import type { ProbeJudgement } from '../../../lib/core/evidence/judge-probes';
import type { Judgement } from '../../../lib/core/evidence/verdict';
import type { Millis } from '../../../lib/core/units';
import type { LogPorts } from './check-log';

export interface PatientPorts extends Pick<LogPorts, 'mark' | 'marksWith' | 'wait'> {
  /** One look; those of the same run repeat each other. */
  readonly look: (run: string) => Promise<ProbeJudgement>;
  /** What is left of the time for looking. */
  readonly left: () => Millis;
}

/** Looks at green, again and again while its database is away. */
export async function judgePatiently(deploymentId: string, { look, mark, marksWith, wait, left }: PatientPorts, signal: AbortSignal): Promise<Judgement> {
  const token = `looked-${deploymentId}`;
  const looks: ProbeJudgement[] = [];
  for (let run = deploymentId; ;) {
    signal.throwIfAborted();
    mark(token);
    looks.push(await look(run));
    const next = afterLook(looks, { marks: looks.length === 1 ? [] : await marksWith(token), left: left() });
    if (next.kind === 'tell') return next.judgement;
    if (next.good > 0) run = `${deploymentId}-${next.good + 1}`;
    await wait(next.pause);
  }
}
