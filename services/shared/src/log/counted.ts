/** Who works. */
export interface ServedBy {
  readonly stage: string;
  readonly service: string;
  readonly release: string;
}

/** One piece of work from its arrival to its end: a request, or a message of a queue. */
export interface Counted {
  /** As the contract names it. */
  readonly operation: string;
  readonly endedAt: Date;
  readonly durationMs: number;
  readonly failed: boolean;
}

/**
 * The members by which a line of the log is at the same time metrics: CloudWatch makes them of `_aws` and the members it names
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html).
 */
export function counted({ stage, service, release }: ServedBy, { operation, endedAt, durationMs, failed }: Counted): Readonly<Record<string, unknown>> {
  return {
    _aws: { Timestamp: endedAt.getTime(), CloudWatchMetrics: [DIRECTIVE] },
    Stage: stage,
    Service: service,
    Operation: operation,
    Release: release,
    Requests: 1,
    ServerErrors: failed ? 1 : 0,
    Latency: durationMs,
  };
}

/** Alarms follow the first set of dimensions, for they cannot follow a changing release; the judge of a release uses the second. */
const DIRECTIVE = {
  Namespace: 'Changeover/Service',
  Dimensions: [['Stage', 'Service', 'Operation'], ['Stage', 'Service', 'Operation', 'Release']],
  Metrics: [{ Name: 'Requests', Unit: 'Count' }, { Name: 'ServerErrors', Unit: 'Count' }, { Name: 'Latency', Unit: 'Milliseconds' }],
};
