import type { Clock } from '../../core/time';
import type { MetricStore } from '../cloudwatch/metric-store';
import type { Unit } from '../cloudwatch/units';

/** What is counted of a function: https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html */
export interface FunctionMetrics {
  started(name: string, atOnce: number): void;
  ended(name: string, failed: boolean, durationMs: number): void;
  throttled(name: string): void;
  event(name: string, what: 'AsyncEventsReceived' | 'AsyncEventsDropped'): void;
}

export function functionMetrics(metrics: MetricStore, clock: Clock): FunctionMetrics {
  const put = (FunctionName: string, name: string, value: number, unit: Unit = 'Count'): void =>
    metrics.put({ namespace: 'AWS/Lambda', name, dimensions: { FunctionName } }, clock.now(), value, 1, { unit });
  return {
    started: (name, atOnce) => put(name, 'ConcurrentExecutions', atOnce),
    ended(name, failed, durationMs) {
      put(name, 'Invocations', 1);
      put(name, 'Errors', failed ? 1 : 0);
      put(name, 'Throttles', 0);
      put(name, 'Duration', durationMs, 'Milliseconds');
    },
    throttled: (name) => put(name, 'Throttles', 1),
    event: (name, what) => put(name, what, 1),
  };
}
