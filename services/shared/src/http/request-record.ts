import { answered, type ServedBy } from '../log/counted';
import { errorChain, type LoggedError } from '../log/error-chain';
import type { LogLevel } from '../settings';
import { answerFor } from './answer';

/** One request from its arrival to its answer. */
export interface ServedRequest {
  readonly requestId: string;
  /** As the contract names it; undefined for a path that the contract does not know. */
  readonly operation: string | undefined;
  readonly status: number;
  readonly answeredAt: Date;
  readonly durationMs: number;
  readonly synthetic: boolean;
  readonly error: unknown;
  /** It failed because no database server was there, and may be counted so. */
  readonly unreached: boolean;
}

export interface RequestRecord {
  readonly level: LogLevel;
  readonly details: Readonly<Record<string, unknown>>;
}

/**
 * The line about a request, which at the same time is its metrics. Requests that are no customer's, or no operation's, count as
 * answers and as nothing else.
 */
export function requestRecord(served: ServedBy, request: ServedRequest): RequestRecord {
  const { stage, service, release } = served;
  const { requestId, operation, status, answeredAt: endedAt, durationMs, error, synthetic, unreached } = request;
  const [outcome, level] = judged(status);
  const sqlstate = error === undefined ? undefined : answerFor(error).sqlstate;
  const work = synthetic || operation === undefined ? undefined : { operation, endedAt, durationMs, failed: outcome === 'failed', unreached };
  return {
    level,
    details: {
      operation: operation ?? 'unknown',
      outcome,
      status,
      ...(sqlstate === undefined ? {} : { sqlstate }),
      release,
      stage,
      service,
      durationMs,
      requestId,
      ...(synthetic ? { synthetic } : {}),
      ...(error === undefined ? {} : { error: outcome === 'failed' ? errorChain(error) : withoutStack(errorChain(error)) }),
      ...answered(served, endedAt, work),
    },
  };
}

/** Where a refusal came from is of no interest: it is the client's to correct. */
function withoutStack({ name, message, code }: LoggedError): LoggedError {
  return { name, message, ...(code === undefined ? {} : { code }) };
}

function judged(status: number): ['ok' | 'rejected' | 'failed', LogLevel] {
  if (status >= 500) return ['failed', 'error'];
  return status >= 400 ? ['rejected', 'warn'] : ['ok', 'info'];
}
