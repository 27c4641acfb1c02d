import { Duration } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { noticeAlarm } from './notice-alarm';
import type { ServiceOf } from './service-metrics';
import type { WorkQueue } from './work-queue';

/** Nobody waits at a till for work in the queue, so a failover or a release may hold it up for a while. */
const longestWait = Duration.minutes(15);

/** Work that nobody does: it waits too long, or was set aside. The queue also says so when all workers are gone. */
export class WorkNotices extends Construct {
  readonly names: readonly string[];

  constructor(scope: Construct, id: string, { stage, service, work }: ServiceOf & { readonly work: WorkQueue }) {
    super(scope, id);
    const [waits, aside] = [`${stage}-${service}-work-waits`, `${stage}-${service}-work-set-aside`];
    this.names = [waits, aside];
    noticeAlarm(this, 'Waits', {
      alarmName: waits,
      alarmDescription: `Work has waited for ${longestWait.toMinutes()} minutes or more: do workers run, and does one release have the lease`,
      metric: work.queue.metricApproximateAgeOfOldestMessage({ statistic: Stats.MAXIMUM, period: Duration.minutes(1) }),
      threshold: longestWait.toSeconds(),
      periods: 3,
    });
    noticeAlarm(this, 'SetAside', {
      alarmName: aside,
      alarmDescription: 'Work was set aside after five deliveries; it is kept for two weeks and done by nobody',
      metric: work.setAside.metricApproximateNumberOfMessagesVisible({ statistic: Stats.MAXIMUM, period: Duration.minutes(1) }),
      threshold: 1,
      periods: 1,
    });
  }
}
