import { DatabaseFailure } from '../database/failure';
import { Unavailable } from '../unavailable';
import { Refusal } from './refusal';

/** What a client is told when a request did not succeed. */
export interface ErrorAnswer {
  readonly status: 400 | 403 | 409 | 413 | 422 | 500 | 503;
  readonly body: { readonly code: string; readonly message: string };
  readonly sqlstate: string | undefined;
}

const REPEAT = 'repeat the request, a write under the same Idempotency-Key';

/**
 * The answer to a request that failed with `error`. Of our own failures the client gets the code, which is PostgreSQL's
 * where it is the database's; the reasons are for the log.
 */
export function answerFor(error: unknown): ErrorAnswer {
  if (error instanceof Refusal) return answer(error.status, error.code, error.message);
  if (error instanceof Unavailable) return answer(503, error.code, `${error.message}: ${REPEAT}`);
  if (!(error instanceof DatabaseFailure)) return answer(500, 'internal-error', 'the request failed for a reason of ours');
  const { kind, sqlstate } = error;
  if (kind === 'fault') return answer(500, sqlstate ?? 'database-failure', 'the database refused the work', sqlstate);
  if (kind === 'overloaded') return answer(503, sqlstate ?? 'database-overloaded', `the database had no time for it: ${REPEAT}`, sqlstate);
  return answer(503, sqlstate ?? 'database-unavailable', `the database is out of reach: ${REPEAT}`, sqlstate);
}

function answer(status: ErrorAnswer['status'], code: string, message: string, sqlstate?: string): ErrorAnswer {
  return { status, body: { code, message }, sqlstate };
}
