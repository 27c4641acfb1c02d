import { findings } from './findings';
import type { Judgement } from './verdict';
import { fieldsIn } from '../json-fields';

/** What became of a request that was made to be refused, in green's own log. */
export interface LogEvidence {
  readonly operation: string;
  /** What the contract says that it is answered with: 4xx. */
  readonly expect: number;
  readonly answer: { readonly status: number } | { readonly why: string };
  /** Stands in the request, and so in the reason for which it is refused. */
  readonly token: string;
  readonly release: string;
  /** The lines with the token in the streams of green's tasks. */
  readonly lines: readonly string[];
  /** How long the log was looked at; `undefined`: CloudWatch Logs showed not even the lines of whoever looked. */
  readonly waitedSeconds: number | undefined;
}

/** Whether green says in its log why it refuses a request: what nobody can read, nobody will find when it matters. */
export function judgeLog({ operation, expect, answer, token, release, lines, waitedSeconds }: LogEvidence): Judgement {
  if ('why' in answer) return findings([{ verdict: 'failed', reason: `${operation}: a request that is to be refused got no answer (${answer.why})` }]);
  if (answer.status !== expect) return findings([{ verdict: 'failed', reason: `${operation}: a request that is to be refused was answered ${answer.status}, and the contract says ${expect}` }]);
  if (lines.some((line) => says(line, { token, release, expect }))) return findings([]);
  if (lines.length > 0) return findings([{ verdict: 'failed', reason: `${operation}: the log has a line about a refused request that does not say why, in the form that people and alarms rely on: ${(lines[0] ?? '').slice(0, 300)}` }]);
  if (waitedSeconds === undefined) return findings([{ verdict: 'broken', reason: "CloudWatch Logs shows no new lines at all, not even this function's own" }]);
  return findings([{ verdict: 'failed', reason: `${operation}: a refused request has left no line in the log of the tasks that refused it, for ${Math.round(waitedSeconds)} s` }]);
}

/** The line names the release, the status, and an error whose message holds the token. */
function says(line: string, { token, release, expect }: Pick<LogEvidence, 'token' | 'release' | 'expect'>): boolean {
  const record = fieldsIn(line);
  const error = record?.['error'];
  const message = typeof error === 'object' && error !== null ? (error as Readonly<Record<string, unknown>>)['message'] : undefined;
  return record?.['release'] === release && record['status'] === expect && typeof message === 'string' && message.includes(token);
}
