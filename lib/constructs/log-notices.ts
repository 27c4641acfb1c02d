import { Duration } from 'aws-cdk-lib';
import { type Alarm, ComparisonOperator, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { linePatterns } from './line-patterns';
import { noticeAlarm } from './notice-alarm';
import { countedLines, type ServiceOf } from './service-metrics';

/** A service says every minute that it is there, so this much silence is no chance. */
const longestSilence = 5;

/**
 * What only the log of a service tells: failures that it has no name for, and that it tells nothing any more.
 *
 * Silence is judged by lines in the form that the alarms are made of: a build that writes something else is as silent as none.
 */
export class LogNotices extends Construct {
  readonly unknownErrors: string;
  readonly silence: Alarm;
  readonly silenceName: string;

  constructor(scope: Construct, id: string, { log, ...of }: ServiceOf & { readonly log: ILogGroup }) {
    super(scope, id);
    const { stage, service } = of;
    const sum = { statistic: Stats.SUM, period: Duration.minutes(1) };
    this.unknownErrors = `${stage}-${service}-unknown-errors`;
    noticeAlarm(this, 'UnknownErrorsAlarm', {
      alarmName: this.unknownErrors,
      alarmDescription: `${service} fails for a reason that it has no name for: read its log at the level error`,
      metric: countedLines(this, 'UnknownErrors', log, 'UnknownErrors', linePatterns.unknownErrors)(of, sum),
      threshold: 1,
      periods: 1,
    });
    this.silenceName = `${stage}-${service}-silent`;
    this.silence = noticeAlarm(this, 'SilenceAlarm', {
      alarmName: this.silenceName,
      alarmDescription: `${service} has logged nothing for ${longestSilence} minutes that alarms could be made of`,
      metric: countedLines(this, 'Lines', log, 'LogLines', linePatterns.spoken)(of, sum),
      comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
      threshold: 1,
      periods: longestSilence,
      silence: TreatMissingData.BREACHING,
    });
  }
}
