import { judgeProbes, type ProbeAnswer } from '../../../lib/core/evidence/judge-probes';
import { probePlan, type Probe } from '../../../lib/core/evidence/probe-plan';
import type { Judgement } from '../../../lib/core/evidence/verdict';
import type { Operation } from '../../../lib/core/operation/operation';

export interface ProbePorts {
  readonly send: (probe: Probe, signal: AbortSignal) => Promise<ProbeAnswer>;
  /** Which of the keys the primary knows. */
  readonly recorded: (keys: readonly string[], signal: AbortSignal) => Promise<ReadonlySet<string>>;
  /** The release that the deployment's task definition runs. */
  readonly releaseOf: (deploymentId: string) => Promise<string>;
  readonly log: (record: Readonly<Record<string, unknown>>) => void;
}

/** Probes green through the test listener, wave by wave, and looks every acknowledged write up on the primary. */
export async function judgeRelease(deploymentId: string, operations: readonly Operation[], lanes: number, ports: ProbePorts, signal: AbortSignal): Promise<Judgement> {
  const release = await ports.releaseOf(deploymentId);
  const plan = probePlan(operations, lanes, deploymentId);
  const answers: ProbeAnswer[] = [];
  for (const wave of plan) {
    signal.throwIfAborted();
    answers.push(...await Promise.all(wave.map((probe) => ports.send(probe, signal))));
  }
  const written = answers.filter((answer) => answer.kind === 'answered' && answer.probe.effect === 'write' && answer.status === answer.probe.expect);
  const recorded = await ports.recorded(written.map(({ probe }) => probe.key), signal).catch((cause: unknown) => {
    ports.log({ level: 'error', message: 'the primary could not be asked', cause: cause instanceof Error ? cause.stack : String(cause) });
    return undefined;
  });
  return judgeProbes({ planned: plan.flat().length, answers, release, recorded });
}
