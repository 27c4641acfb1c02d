import { isInVain, judgeProbes, type ProbeAnswer, type ProbeJudgement } from '../../../lib/core/evidence/judge-probes';
import { probePlan, type Probe } from '../../../lib/core/evidence/probe-plan';
import type { Operation } from '../../../lib/core/operation/operation';

export interface ProbePorts {
  readonly send: (probe: Probe, signal: AbortSignal) => Promise<ProbeAnswer>;
  /** Which of the keys the primary knows. */
  readonly recorded: (keys: readonly string[], signal: AbortSignal) => Promise<ReadonlySet<string>>;
  readonly log: (record: Readonly<Record<string, unknown>>) => void;
}

/** What green is probed with. */
export interface Probed {
  /** The release that the deployment's task definition runs. */
  readonly release: string;
  readonly operations: readonly Operation[];
  readonly lanes: number;
}

/**
 * Probes green through the test listener, wave by wave, and looks every acknowledged write up on the primary.
 *
 * @param run the same run sends the same requests under the same keys, so that repeating one that was broken off leaves nothing behind
 */
export async function judgeRelease(run: string, { release, operations, lanes }: Probed, ports: ProbePorts, signal: AbortSignal): Promise<ProbeJudgement> {
  const plan = probePlan(operations, lanes, run);
  const answers: ProbeAnswer[] = [];
  for (const wave of plan) {
    signal.throwIfAborted();
    answers.push(...await Promise.all(wave.map((probe) => ports.send(probe, signal))));
    if (answers.some(isInVain)) break;
  }
  const written = answers.filter((answer) => answer.kind === 'answered' && answer.probe.effect === 'write' && answer.status === answer.probe.expect);
  const recorded = await ports.recorded(written.map(({ probe }) => probe.key), signal).catch((cause: unknown) => {
    ports.log({ level: 'error', message: 'the primary could not be asked', cause: cause instanceof Error ? cause.stack : String(cause) });
    return undefined;
  });
  return judgeProbes({ planned: plan.flat().length, answers, release, recorded });
}
