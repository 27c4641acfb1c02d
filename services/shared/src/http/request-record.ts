import { errorChain, type LoggedError } from '../log/error-chain';
import type { LogLevel } from '../settings';
import { answerFor } from './answer';

/** Who served. */
export interface ServedBy {
  readonly stage: string;
  readonly service: string;
  readonly release: string;
}

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
}

export interface RequestRecord {
  readonly level: LogLevel;
  readonly details: Readonly<Record<string, unknown>>;
}

/**
 * The line about a request, which at the same time is its metrics: CloudWatch makes them of `_aws` and the members it
 * names (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html).
 * Requests that are no customer's, or no operation's, are told without being counted.
 */
export function requestRecord({ stage, service, release }: ServedBy, request: ServedRequest): RequestRecord {
  const { requestId, operation, status, durationMs, error, synthetic } = request;
  const [outcome, level] = judged(status);
  const sqlstate = error === undefined ? undefined : answerFor(error).sqlstate;
  const metrics = synthetic || operation === undefined ? {} : {
    _aws: { Timestamp: request.answeredAt.getTime(), CloudWatchMetrics: [DIRECTIVE] },
    Stage: stage,
    Service: service,
    Operation: operation,
    Release: release,
    Requests: 1,
    ServerErrors: outcome === 'failed' ? 1 : 0,
    Latency: durationMs,
  };
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
      ...metrics,
    },
  };
}

/** Alarms follow the first set of dimensions, for they cannot follow a changing release; the judge of a release uses the second. */
const DIRECTIVE = {
  Namespace: 'Changeover/Service',
  Dimensions: [['Stage', 'Service', 'Operation'], ['Stage', 'Service', 'Operation', 'Release']],
  Metrics: [{ Name: 'Requests', Unit: 'Count' }, { Name: 'ServerErrors', Unit: 'Count' }, { Name: 'Latency', Unit: 'Milliseconds' }],
};

/** Where a refusal came from is of no interest: it is the client's to correct. */
function withoutStack({ name, message, code }: LoggedError): LoggedError {
  return { name, message, ...(code === undefined ? {} : { code }) };
}

function judged(status: number): ['ok' | 'rejected' | 'failed', LogLevel] {
  if (status >= 500) return ['failed', 'error'];
  return status >= 400 ? ['rejected', 'warn'] : ['ok', 'info'];
}
