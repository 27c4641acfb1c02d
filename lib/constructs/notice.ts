import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';

export interface NoticeProps {
  readonly name: string;
  /** What whoever reads the message should do first. */
  readonly description: string;
  /** The alarms of which any one is reason enough, by their names. Stacks that have them must be deployed before. */
  readonly anyOf: readonly string[];
  readonly topic: ITopic;
}

/**
 * One message for any number of alarms about one subject, and one when all of them are over.
 *
 * It names them by their fixed names and refers to none: a reference between stacks would keep the other from ever dropping an alarm.
 * CloudWatch itself refuses to delete one that a notice still names, so deploy this stack first when alarms go.
 */
export class Notice extends Construct {
  constructor(scope: Construct, id: string, { name, description, anyOf, topic }: NoticeProps) {
    super(scope, id);
    if (anyOf.length === 0) throw new Error(`the notice ${name} must be about at least one alarm`);
    const composite = new cloudwatch.CompositeAlarm(this, 'Composite', {
      compositeAlarmName: name,
      alarmDescription: description,
      alarmRule: cloudwatch.AlarmRule.fromString(anyOf.map((alarm) => `ALARM("${alarm}")`).join(' OR ')),
    });
    composite.addAlarmAction(new SnsAction(topic));
    composite.addOkAction(new SnsAction(topic));
  }
}
