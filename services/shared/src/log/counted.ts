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
  /** It failed because no database server was there, and this is counted apart from all other failures. @default - it did not */
  readonly unreached?: boolean;
}

/**
 * The members by which a line of the log is at the same time metrics: CloudWatch makes them of `_aws` and the members it names
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html).
 */
export function counted(served: ServedBy, work: Counted): Metrics {
  return { _aws: { Timestamp: work.endedAt.getTime(), CloudWatchMetrics: [WORK] }, ...membersOf(served, work) };
}

/**
 * The same for an answer to a request, whoever asked: each of them counts as one of `Answers`, so that what the load balancer has
 * served can be held against what was logged. It has an operation only if it is a customer's.
 */
export function answered(served: ServedBy, answeredAt: Date, work?: Counted): Metrics {
  return {
    _aws: { Timestamp: answeredAt.getTime(), CloudWatchMetrics: work === undefined ? [ANSWER] : [ANSWER, WORK] },
    Stage: served.stage,
    Service: served.service,
    Answers: 1,
    ...(work && membersOf(served, work)),
  };
}

type Metrics = Readonly<Record<string, unknown>>;

function membersOf({ stage, service, release }: ServedBy, { operation, durationMs, failed, unreached = false }: Counted): Metrics {
  return {
    Stage: stage,
    Service: service,
    Operation: operation,
    Release: release,
    Requests: 1,
    ServerErrors: failed && !unreached ? 1 : 0,
    Unreached: unreached ? 1 : 0,
    Latency: durationMs,
  };
}

/** Alarms follow the first set of dimensions, for they cannot follow a changing release; the judge of a release uses the second. */
const WORK = {
  Namespace: 'Changeover/Service',
  Dimensions: [['Stage', 'Service', 'Operation'], ['Stage', 'Service', 'Operation', 'Release']],
  Metrics: [
    { Name: 'Requests', Unit: 'Count' }, { Name: 'ServerErrors', Unit: 'Count' }, { Name: 'Unreached', Unit: 'Count' }, { Name: 'Latency', Unit: 'Milliseconds' },
  ],
};

const ANSWER = { Namespace: 'Changeover/Service', Dimensions: [['Stage', 'Service']], Metrics: [{ Name: 'Answers', Unit: 'Count' }] };
