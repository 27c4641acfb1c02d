import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { HttpCodeTarget } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { type AlarmPlan, errorSampling, hostSampling } from '../core/rollout/alarm-plan';
import type { Sampling } from '../core/rollout/reaction';
import type { TargetGroupPair } from './frozen-route';

export interface RollbackAlarmsProps {
  readonly stage: string;
  readonly service: string;
  readonly plan: AlarmPlan;
  readonly pair: TargetGroupPair;
  /** Told when an alarm fires and when it is over. @default - nobody: the alarms take releases back in silence */
  readonly topic?: ITopic;
}

/** Where the workload counts its customers' requests, by `Stage`, `Service` and `Operation`. */
const namespace = 'Changeover/Service';

/**
 * The alarms that take a release back.
 *
 * On each critical operation, over both colours together, because no alarm can follow a dimension that names the release; and on both
 * target groups, because they change roles with each deployment. None on the load balancer as a whole: it would count the test
 * listener, and cannot see a broken write behind nine healthy reads.
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
    ];
    const { topic } = props;
    if (topic === undefined) return;
    for (const alarm of this.all) {
      alarm.addAlarmAction(new SnsAction(topic));
      alarm.addOkAction(new SnsAction(topic));
    }
  }

  private errorsOf(operation: string, threshold: number): cloudwatch.Alarm {
    const { stage, service } = this.props;
    const errors = new cloudwatch.Metric({
      namespace,
      metricName: 'ServerErrors',
      dimensionsMap: { Stage: stage, Service: service, Operation: operation },
      statistic: cloudwatch.Stats.SUM,
      period: periodOf(errorSampling),
    });
    return this.alarm(`Errors-${operation}`, `${operation}-server-errors`, {
      alarmDescription: `${operation} fails ${threshold} times a minute or more, which a healthy ${service} does not`,
      metric: filled(errors),
      threshold,
      ...reads(errorSampling),
    });
  }

  private errorsOfGroup(name: string, group: elbv2.ApplicationTargetGroup): cloudwatch.Alarm {
    const threshold = this.props.plan.targetGroupThreshold;
    const errors = group.metrics.httpCodeTarget(HttpCodeTarget.TARGET_5XX_COUNT, {
      statistic: cloudwatch.Stats.SUM, period: periodOf(errorSampling),
    });
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

const filled = (errors: cloudwatch.IMetric): cloudwatch.MathExpression => new cloudwatch.MathExpression({
  expression: 'FILL(errors, 0)', usingMetrics: { errors }, label: 'Errors a minute', period: periodOf(errorSampling),
});

const periodOf = ({ period }: Sampling): Duration => Duration.millis(period);
const reads = ({ datapoints, periods }: Sampling) => ({ datapointsToAlarm: datapoints, evaluationPeriods: periods });
