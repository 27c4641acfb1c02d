import type { Instant } from '../../core/units';
import type { MetricStore } from '../cloudwatch/metric-store';
import { isServiceError } from '../service-error';
import { embeddedMetrics } from './embedded-metrics';
import type { LogEvent } from './log-store';

/**
 * Counts the values in a log line. Its time stamp is the writer's own clock, which runs at the machine's speed.
 *
 * A line that the service would not take is counted in `AWS/Logs`, as on AWS, where somebody who misses a metric finds it:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch-Logs-Monitoring-CloudWatch-Metrics.html
 */
export function putEmbedded({ message, at }: LogEvent, group: string, metrics: MetricStore, fromWall: (wallMs: number) => Instant): void {
  const embedded = embeddedMetrics(message);
  const failed = (name: string): void => metrics.put({ namespace: 'AWS/Logs', name, dimensions: { LogGroupName: group } }, at, 1);
  if (embedded.kind === 'none') return;
  if (embedded.kind === 'invalid') return failed(embedded.failed);
  try {
    for (const { namespace, name, dimensions, value, unit, resolution, wallMs } of embedded.values) {
      metrics.put({ namespace, name, dimensions }, fromWall(wallMs), value, 1, { unit, resolution, sentAt: at });
    }
  } catch (thrown) {
    if (!isServiceError(thrown)) throw thrown;
    failed('EMFValidationErrors');
  }
}
