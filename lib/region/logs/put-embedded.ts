import type { ModelClock } from '../../edge/time/model-clock';
import type { MetricStore } from '../cloudwatch/metric-store';
import { embeddedMetrics } from './embedded-metrics';

/** Counts the values in a log line. Its time stamp is the writer's own clock, which runs at the machine's speed. */
export function putEmbedded(line: string, metrics: MetricStore, clock: ModelClock): void {
  for (const { namespace, name, dimensions, value, wallMs } of embeddedMetrics(line)) {
    metrics.put({ namespace, name, dimensions }, clock.fromWall(wallMs), value);
  }
}
