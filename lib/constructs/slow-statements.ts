import { Duration } from 'aws-cdk-lib';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { IDatabaseInstance } from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';
import { slowStatementPattern } from './line-patterns';
import { noticeAlarm } from './notice-alarm';

export interface SlowStatementsProps {
  readonly stage: string;
  readonly instances: readonly IDatabaseInstance[];
}

/**
 * Statements that took longer than the stage allows, over all servers: one in each of three five minutes is no chance.
 *
 * The servers write them into logs that RDS itself makes when an instance starts to export them, which is long before whatever is
 * deployed last.
 */
export class SlowStatements extends Construct {
  readonly metric: Metric;
  readonly name: string;

  constructor(scope: Construct, id: string, { stage, instances }: SlowStatementsProps) {
    super(scope, id);
    const metricNamespace = `Changeover/Database/${stage}`;
    const metricName = 'SlowStatements';
    instances.forEach((instance, index) => new logs.MetricFilter(this, `Of${index + 1}`, {
      logGroup: logs.LogGroup.fromLogGroupName(this, `Log${index + 1}`, `/aws/rds/instance/${instance.instanceIdentifier}/postgresql`),
      filterPattern: logs.FilterPattern.literal(slowStatementPattern),
      metricNamespace,
      metricName,
      metricValue: '1',
      defaultValue: 0,
    }));
    this.metric = new Metric({ namespace: metricNamespace, metricName, statistic: Stats.SUM, period: Duration.minutes(5) });
    this.name = `${stage}-data-slow-statements`;
    noticeAlarm(this, 'Alarm', {
      alarmName: this.name,
      alarmDescription: 'Statements keep taking longer than log_min_duration_statement: their texts stand in the logs of the servers',
      metric: this.metric,
      threshold: 1,
      periods: 3,
    });
  }
}
