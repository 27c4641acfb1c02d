import { judgeRunning, type RunningEvidence } from '../../../lib/core/evidence/judge-running';
import type { Judgement } from '../../../lib/core/evidence/verdict';

export interface IdentityPorts {
  readonly look: () => Promise<RunningEvidence>;
  readonly wait: (ms: number) => Promise<void>;
}

/** A task that is replaced just now is there again in a moment. */
const LOOKS = 5;
const PAUSE_MS = 3_000;

/** Looks at what runs as green, again where too little is seen. */
export async function judgeIdentity({ look, wait }: IdentityPorts, signal: AbortSignal): Promise<Judgement> {
  for (let looks = 1; ; looks += 1) {
    signal.throwIfAborted();
    const judgement = judgeRunning(await look());
    if (judgement.verdict !== 'inconclusive' || looks === LOOKS) return judgement;
    await wait(PAUSE_MS);
  }
}
