import type { ServedBy } from '../../../shared/src/log/counted';

/** The line about the age of the heartbeat on a replica, which at the same time is its metric (see `counted.ts`). */
export function heartbeatRecord({ stage, service, release }: ServedBy, at: Date, last: Date): Readonly<Record<string, unknown>> {
  // The row may be of another task, whose clock is a little ahead.
  const ageMs = Math.max(0, at.getTime() - last.getTime());
  return {
    ageMs,
    release,
    stage,
    service,
    _aws: { Timestamp: at.getTime(), CloudWatchMetrics: [DIRECTIVE] },
    Stage: stage,
    Service: service,
    HeartbeatAge: ageMs,
  };
}

const DIRECTIVE = {
  Namespace: 'Changeover/Service',
  Dimensions: [['Stage', 'Service']],
  Metrics: [{ Name: 'HeartbeatAge', Unit: 'Milliseconds' }],
};
