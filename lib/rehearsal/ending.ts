import { deploymentStatus } from '../core/deployment/status';
import type { Instant } from '../core/units';
import type { Followed } from './follow';
import type { Result } from './result';
import type { Outcome, StoppedBy } from './scenario';
import { stoppedBy } from './stopped-by';

/** How a release ended, and who ended it. */
export interface Ending extends Followed {
  /** When a person began to bring the last good release back. */
  readonly takenOverAt: Instant | undefined;
}

export function outcomeOf({ deployment, takenOverAt, rollback }: Ending, traffic: Result['traffic']): Outcome {
  const status = deployment === undefined ? 'Failed' : deploymentStatus(deployment.run.deployment);
  const atTheEnd = traffic.at(-1)?.green ?? 0;
  if (!traffic.some(({ green }) => green > 0)) return status === 'Succeeded' ? 'broken' : 'refused';
  if (takenOverAt !== undefined) return atTheEnd === 0 ? 'rolled-back' : 'broken';
  if (status === 'Succeeded') return atTheEnd === 100 ? 'promoted' : 'broken';
  const back = rollback !== undefined && deploymentStatus(rollback.run.deployment) === 'Succeeded';
  return back && atTheEnd === 0 ? 'rolled-back' : 'broken';
}

export function whoStopped({ deployment, takenOverAt, refusal }: Ending): StoppedBy | undefined {
  if (takenOverAt !== undefined) return { kind: 'person', name: 'released the last good release again' };
  if (deployment !== undefined) return stoppedBy(deployment.run.deployment);
  return { kind: 'preflight', name: messageIn(refusal ?? 'no deployment was created') };
}

/** What the custom resource said, without CloudFormation's frame around it. */
const messageIn = (reason: string): string => /Message returned: (.*?)(?: \(RequestId: [^)]*\))?$/s.exec(reason)?.[1] ?? reason;

/** A deployment or its absence, as a result tells it. */
export const told = (record: Followed['deployment']): Result['deployment'] => (record === undefined ? null : { id: record.id, status: deploymentStatus(record.run.deployment) });
