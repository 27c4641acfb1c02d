import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { noticeAlarm } from './notice-alarm';
import { type ServiceOf, serviceMetric } from './service-metrics';

export interface SlowAnswersProps extends ServiceOf {
  readonly operations: readonly string[];
  /** One answer in a hundred may take longer. */
  readonly slowerThan: Duration;
}

/**
 * Operations of which one answer in a hundred takes too long, for a quarter of an hour.
 *
 * They stop no release: the numbers are of blue and green together, so a database that stumbles, or tasks of green that take the
 * machine while they start, would take back a release that has done nothing. Somebody looks. A release that is slower than the one before
 * is taken back by an alarm of its own.
 */
export class SlowAnswers extends Construct {
  readonly names: readonly string[];

  constructor(scope: Construct, id: string, { stage, service, operations, slowerThan }: SlowAnswersProps) {
    super(scope, id);
    this.names = operations.map((operation) => {
      const alarmName = `${stage}-${service}-${operation}-slow`;
      noticeAlarm(this, operation, {
        alarmName,
        alarmDescription: `One in a hundred answers of ${operation} takes ${slowerThan.toMilliseconds()} ms or more`,
        metric: serviceMetric({ stage, service }, 'Latency', { statistic: 'p99', period: Duration.minutes(5) }, operation),
        threshold: slowerThan.toMilliseconds(),
        periods: 3,
      });
      return alarmName;
    });
  }
}
