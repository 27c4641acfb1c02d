import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { HttpCodeTarget } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { type AlarmPlan, errorSampling, hostSampling } from '../core/rollout/alarm-plan';
import type { Sampling } from '../core/rollout/reaction';
import type { TargetGroupPair } from './frozen-route';
import { linePatterns } from './line-patterns';
import { countedLines, serviceMetric } from './service-metrics';

export interface RollbackAlarmsProps {
  readonly stage: string;
  readonly service: string;
  readonly plan: AlarmPlan;
  readonly pair: TargetGroupPair;
  /** The log of the service's tasks. */
  readonly log: ILogGroup;
  /** Told when an alarm fires and when it is over. @default - nobody: the alarms take releases back in silence */
  readonly topic?: ITopic;
}

/**
 * The alarms that take a release back.
 *
 * On each critical operation, over both colours together, because no alarm can follow a dimension that names the release; and on both
 * target groups, because they change roles with each deployment. None on the load balancer as a whole: it would count the test
 * listener, and cannot see a broken write behind nine healthy reads. And on writes that met a server which takes none: one of them is
 * enough, because it happens to no healthy release, whatever it does to the counts of errors.
 *
 * A metric that counts errors exists only while there are errors. FILL makes its silence a zero, and what has never existed is no
 * breach. A silent service is therefore not stopped by these alarms: that is the work of the probes.
 */
export class RollbackAlarms extends Construct {
  readonly all: readonly cloudwatch.Alarm[];
  /** What the alarms are called, as texts that other stacks can use without depending on this one. */
  readonly names: string[] = [];

  constructor(scope: Construct, id: string, private readonly props: RollbackAlarmsProps) {
    super(scope, id);
    const groups = [['One', props.pair.one], ['Two', props.pair.two]] as const;
    this.all = [
      ...props.plan.operations.map(({ operation, threshold }) => this.errorsOf(operation, threshold)),
      ...groups.map(([name, group]) => this.errorsOfGroup(name, group)),
      ...groups.map(([name, group]) => this.unhealthyHosts(name, group)),
      this.misledWrites(),
    ];
    const { topic } = props;
    if (topic === undefined) return;
    for (const alarm of this.all) {
      alarm.addAlarmAction(new SnsAction(topic));
      alarm.addOkAction(new SnsAction(topic));
    }
  }

  private errorsOf(operation: string, threshold: number): cloudwatch.Alarm {
    const { service } = this.props;
    const errors = serviceMetric(this.props, 'ServerErrors', everyError, operation);
    return this.alarm(`Errors-${operation}`, `${operation}-server-errors`, {
      alarmDescription: `${operation} fails ${threshold} times a minute or more, which a healthy ${service} does not`,
      metric: filled(errors),
      threshold,
      ...reads(errorSampling),
    });
  }

  private errorsOfGroup(name: string, group: elbv2.ApplicationTargetGroup): cloudwatch.Alarm {
    const threshold = this.props.plan.targetGroupThreshold;
    const errors = group.metrics.httpCodeTarget(HttpCodeTarget.TARGET_5XX_COUNT, everyError);
    return this.alarm(`Errors-Group${name}`, `group-${name.toLowerCase()}-server-errors`, {
      alarmDescription: `Targets of group ${name.toLowerCase()} answer 5xx ${threshold} times a minute or more`,
      metric: filled(errors),
      threshold,
      ...reads(errorSampling),
    });
  }

  private unhealthyHosts(name: string, group: elbv2.ApplicationTargetGroup): cloudwatch.Alarm {
    return this.alarm(`Hosts-Group${name}`, `group-${name.toLowerCase()}-unhealthy-hosts`, {
      alarmDescription: `Targets of group ${name.toLowerCase()} stay unhealthy`,
      metric: group.metrics.unhealthyHostCount({ statistic: cloudwatch.Stats.MAXIMUM, period: periodOf(hostSampling) }),
      threshold: 1,
      ...reads(hostSampling),
    });
  }

  private misledWrites(): cloudwatch.Alarm {
    const counted = countedLines(this, 'MisledWrites', this.props.log, 'MisledWrites', linePatterns.misledWrites);
    return this.alarm('Misled', 'misled-writes', {
      alarmDescription: 'A write has reached a server in recovery or a read-only session (SQLSTATE 25006)',
      metric: filled(counted(this.props, everyError)),
      threshold: 1,
      ...reads(errorSampling),
    });
  }

  /** The name is fixed because people read it in reports, and never changes what the alarm is. */
  private alarm(id: string, name: string, props: Pick<cloudwatch.AlarmProps, What>): cloudwatch.Alarm {
    const alarmName = `${this.props.stage}-${this.props.service}-${name}`;
    this.names.push(alarmName);
    return new cloudwatch.Alarm(this, id, {
      ...props,
      alarmName,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    });
  }
}

type What = 'alarmDescription' | 'metric' | 'threshold' | 'datapointsToAlarm' | 'evaluationPeriods';

const periodOf = ({ period }: Sampling): Duration => Duration.millis(period);
const everyError = { statistic: cloudwatch.Stats.SUM, period: periodOf(errorSampling) };
const filled = (errors: cloudwatch.IMetric): cloudwatch.MathExpression => new cloudwatch.MathExpression({
  expression: 'FILL(errors, 0)', usingMetrics: { errors }, label: 'Errors a minute', period: periodOf(errorSampling),
});

const reads = ({ datapoints, periods }: Sampling) => ({ datapointsToAlarm: datapoints, evaluationPeriods: periods });
