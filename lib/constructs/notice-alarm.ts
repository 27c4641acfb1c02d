import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';

export interface NoticeAlarmProps {
  /** Fixed: other stacks speak of the alarm by it. */
  readonly alarmName: string;
  readonly alarmDescription: string;
  readonly metric: cloudwatch.IMetric;
  readonly threshold: number;
  /** Periods in a row that have to reach the threshold. */
  readonly periods: number;
  /** @default - what is not measured is no trouble */
  readonly silence?: cloudwatch.TreatMissingData;
  /** @default - the threshold or more is trouble */
  readonly comparison?: cloudwatch.ComparisonOperator;
}

/**
 * An alarm that stops no release and speaks to nobody by itself: the stage's notices gather such alarms by subject, so that one trouble
 * is one message.
 */
export function noticeAlarm(scope: Construct, id: string, { periods, silence, comparison, ...props }: NoticeAlarmProps): cloudwatch.Alarm {
  return new cloudwatch.Alarm(scope, id, {
    ...props,
    evaluationPeriods: periods,
    datapointsToAlarm: periods,
    comparisonOperator: comparison ?? cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: silence ?? cloudwatch.TreatMissingData.NOT_BREACHING,
  });
}
