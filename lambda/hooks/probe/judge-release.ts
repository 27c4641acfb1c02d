import { isInVain, judgeProbes, type ProbeAnswer, type ProbeJudgement } from '../../../lib/core/evidence/judge-probes';
import { probePlan, type Probe } from '../../../lib/core/evidence/probe-plan';
import { together } from '../../../lib/core/evidence/findings';
import { lanesWithin, suffering, type Room } from '../../../lib/core/evidence/load-bounds';
import type { Operation } from '../../../lib/core/operation/operation';

export interface ProbePorts {
  readonly send: (probe: Probe, signal: AbortSignal) => Promise<ProbeAnswer>;
  /** The primary; `undefined` for a service that writes nothing. */
  readonly primary: ProbedPrimary | undefined;
  /** @throws when the deployment has been stopped, by an alarm for example: then nothing more is sent */
  readonly goesOn: () => Promise<void>;
  readonly log: (record: Readonly<Record<string, unknown>>) => void;
}

export interface ProbedPrimary {
  /** Which of the keys it knows. */
  readonly recorded: (keys: readonly string[]) => Promise<ReadonlySet<string>>;
  /** How it is. */
  readonly room: () => Promise<Room>;
}

/** What green is probed with. */
export interface Probed {
  /** The release that the deployment's task definition runs. */
  readonly release: string;
  readonly operations: readonly Operation[];
  /** How many customers are played at once, if the primary has room for them. */
  readonly lanes: number;
}

/**
 * Probes green through the test listener, wave by wave, and looks every acknowledged write up on the primary.
 *
 * Blue serves customers from the same database meanwhile: so many are sent at once as it has room for, few first, and none any more as
 * soon as it suffers, or an alarm has stopped the deployment.
 *
 * @param run the same run sends the same requests under the same keys, so that repeating one that was broken off leaves nothing behind
 */
export async function judgeRelease(run: string, { release, operations, lanes }: Probed, ports: ProbePorts, signal: AbortSignal): Promise<ProbeJudgement> {
  const { primary, send, goesOn, log } = ports;
  const asked = <T>(asking: Promise<T>): Promise<T | undefined> => asking.catch((cause: unknown) => {
    log({ level: 'error', message: 'the primary could not be asked', cause: cause instanceof Error ? cause.stack : String(cause) });
    return undefined;
  });
  const before = primary && await asked(primary.room());
  if (primary !== undefined && before === undefined) return { verdict: 'broken', reasons: ['the primary could not be asked how much room it has'], away: true };
  const width = before === undefined ? lanes : lanesWithin(lanes, before);
  log({ level: 'info', message: 'probes', release, lanes: width, ...before });
  const plan = probePlan(operations, width, run);
  const answers: ProbeAnswer[] = [];
  let suffers: string | undefined;
  for (const wave of plan) {
    signal.throwIfAborted();
    await goesOn();
    const [received, now] = await Promise.all([
      Promise.all(wave.map((probe) => send(probe, signal))),
      primary && wave.length > 1 ? asked(primary.room()) : undefined,
    ]);
    answers.push(...received);
    suffers = before && now && suffering(before, now);
    if (suffers !== undefined || answers.some(isInVain)) break;
  }
  const written = answers.filter((answer) => answer.kind === 'answered' && answer.probe.effect === 'write' && answer.status === answer.probe.expect);
  const recorded = primary === undefined ? new Set<string>() : await asked(primary.recorded(written.map(({ probe }) => probe.key)));
  const judged = judgeProbes({ planned: plan.flat().length, answers, release, recorded });
  if (suffers === undefined) return judged;
  return together([{ verdict: 'inconclusive', reasons: [`the primary suffered from ${answers.length} probes, and no more were sent: ${suffers}`] }, judged]);
}
