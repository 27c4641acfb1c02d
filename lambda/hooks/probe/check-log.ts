import { judgeLog, type LogEvidence } from '../../../lib/core/evidence/judge-log';
import { lookedEnough, pauseBefore, secondsOf } from '../../../lib/core/evidence/log-patience';
import type { Judgement } from '../../../lib/core/evidence/verdict';
import { fill, type FilledRequest } from '../../../lib/core/operation/fill';
import { type Operation, refusing } from '../../../lib/core/operation/operation';
import type { OwnLog } from '../own-log';

export interface LogPorts extends OwnLog {
  /** Sends a request to green. */
  readonly send: (request: FilledRequest, signal: AbortSignal) => Promise<LogEvidence['answer']>;
  /** The lines of green's tasks that hold a text. */
  readonly linesWith: (text: string) => Promise<readonly string[]>;
  readonly wait: (ms: number) => Promise<void>;
}

/** A request that green has refused, or should have, and of which its log has to tell. */
export type Provoked = Pick<LogEvidence, 'operation' | 'expect' | 'answer' | 'token'>;

/** Asks for something that the contract refuses. @throws when the contract refuses nothing */
export async function provoke(deploymentId: string, operations: readonly Operation[], { send, mark }: LogPorts, signal: AbortSignal): Promise<Provoked> {
  const operation = refusing(operations);
  if (operation === undefined) throw new Error('no operation of the contract has a request that it refuses');
  const token = `refused-${deploymentId}`;
  mark(token);
  return { operation: operation.id, expect: operation.refusal.expect, token, answer: await send(fill(operation, operation.refusal, { lane: token }), signal) };
}

/** Looks for the line about it until it is there, or enough was looked. */
export async function judgeLogOf(provoked: Provoked, release: string, ports: LogPorts, signal: AbortSignal): Promise<Judgement> {
  let [lines, marks]: [readonly string[], readonly number[]] = [[], []];
  for (let looks = 0; lines.length === 0 && !lookedEnough(looks, marks); looks += 1) {
    signal.throwIfAborted();
    await ports.wait(pauseBefore(looks));
    ports.mark(provoked.token);
    [lines, marks] = await Promise.all([ports.linesWith(provoked.token), ports.marksWith(provoked.token)]);
  }
  return judgeLog({ ...provoked, release, lines, waitedSeconds: secondsOf(marks) });
}
