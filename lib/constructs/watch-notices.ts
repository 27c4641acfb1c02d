import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, MathExpression, Metric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { linePatterns } from './line-patterns';
import { noticeAlarm } from './notice-alarm';
import { countedLines, type ServiceOf } from './service-metrics';

export interface WatchNoticesProps extends ServiceOf {
  readonly functionName: string;
  readonly log: ILogGroup;
}

/** A topology stack that is being deployed differs from what the watch knows of it, for a minute or two. */
const longestDeployment = 3;
const longestAbsence = 5;

/** What the watch finds, and that it finds nothing any more because nobody calls it or it fails. */
export class WatchNotices extends Construct {
  readonly names: readonly string[];

  constructor(scope: Construct, id: string, { functionName, log, ...of }: WatchNoticesProps) {
    super(scope, id);
    const named = (what: string): string => `${of.stage}-${of.service}-${what}`;
    const sum = { statistic: Stats.SUM, period: Duration.minutes(1) };
    const names = { moved: named('weights-moved'), drift: named('drift'), unwatched: named('unwatched') };
    this.names = Object.values(names);
    noticeAlarm(this, 'MovedAlarm', {
      alarmName: names.moved,
      alarmDescription: `Somebody has moved weights of ${of.service} outside a release: the log of ${functionName} says from where, and whether they are set back`,
      metric: countedLines(this, 'Moved', log, 'WeightsMoved', linePatterns.weightsMoved)(of, sum),
      threshold: 1,
      periods: 1,
    });
    noticeAlarm(this, 'DriftAlarm', {
      alarmName: names.drift,
      alarmDescription: `A guard of ${of.service}'s releases is not as it was deployed: the log of ${functionName} says which, and what to do`,
      metric: countedLines(this, 'Drift', log, 'Drift', linePatterns.drift)(of, sum),
      threshold: 1,
      periods: longestDeployment,
    });
    const calls = (metricName: string): Metric => new Metric({ namespace: 'AWS/Lambda', metricName, dimensionsMap: { FunctionName: functionName }, ...sum });
    noticeAlarm(this, 'UnwatchedAlarm', {
      alarmName: names.unwatched,
      alarmDescription: `${functionName} has not succeeded for ${longestAbsence} minutes: read its log, and look at its rule`,
      metric: new MathExpression({ expression: 'calls - errors', usingMetrics: { calls: calls('Invocations'), errors: calls('Errors') }, label: 'Sweeps', period: sum.period }),
      comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
      threshold: 1,
      periods: longestAbsence,
      silence: TreatMissingData.BREACHING,
    });
  }
}
