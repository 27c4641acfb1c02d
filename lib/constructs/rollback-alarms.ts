import { Duration, Validations } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { HttpCodeTarget } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { IDatabaseInstance } from 'aws-cdk-lib/aws-rds';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { spellTerms } from '../core/alarm/terms';
import { type AlarmPlan, comparedSampling, errorSampling, hostSampling, sessionSampling } from '../core/rollout/alarm-plan';
import type { Sampling } from '../core/rollout/reaction';
import type { TargetGroupPair } from './frozen-route';
import { linePatterns } from './line-patterns';
import { countedLines, serviceMetric } from './service-metrics';
import { unlessAway } from './unless-away';

export interface RollbackAlarmsProps {
  readonly stage: string;
  readonly service: string;
  readonly plan: AlarmPlan;
  readonly pair: TargetGroupPair;
  /** The log of the service's tasks. */
  readonly log: ILogGroup;
  /** What nobody should wait for an answer. */
  readonly slowerThan: Duration;
  /**
   * What the platform says of the availability of the database that its requests need, in percent by the minute. Failures for which no
   * database server was there are not held against a release in minutes of which it says the same.
   *
   * @default - such failures are like any others: whatever keeps a database away takes releases back
   */
  readonly available?: cloudwatch.IMetric;
  /** What it opens sessions with directly. @default - no alarm on sessions: its role has a cap that hurts nobody else */
  readonly reads?: ReadSessions;
  /** Told when an alarm fires and when it is over. @default - nobody: the alarms take releases back in silence */
  readonly topic?: ITopic;
}

export interface ReadSessions {
  readonly replicas: readonly IDatabaseInstance[];
  /** Sessions that one task may open with each of them. */
  readonly ofTask: number;
  /** Sessions that all others may open with each of them. */
  readonly ofOthers: number;
}

/** Answers of one release are slow because of it, and not because of the machine, when they take so many times as long as the other's. */
const slowerBy = 3;

/**
 * The alarms that take a release back.
 *
 * On each critical operation, over both colours together, because no alarm can follow a dimension that names the release; and on both
 * target groups in one, because they change roles with each deployment. None on the load balancer as a whole: it would count the test
 * listener, and cannot see a broken write behind nine healthy reads. And on writes that met a server which takes none: one of them is
 * enough, because it happens to no healthy release, whatever it does to the counts of errors.
 *
 * Two hold one series against another: latency is that of green against that of blue, and what the balancer has served is held against
 * what was logged, because an alarm that counts errors in a log has nothing to say about a service that logs none.
 *
 * A database that is away, as in a failover, makes both colours fail, and going back would not help. So failures for which no server was
 * there (`Unreached`, apart from `ServerErrors`) count only in minutes of which the database's proxy, which no release can talk into
 * anything, says that it had the primary; a build that reaches the wrong server, or whose own sessions break, is found a minute later than
 * another. Services call a failure so for three minutes of ten at most, and then a database that is still away, or again, stops a release
 * like anything else; so does a proxy that says nothing at all. Nothing else that fails in such a minute is excused, except in the count of
 * what targets answer, which cannot tell one from the other.
 *
 * A metric that counts errors exists only while there are errors. FILL makes its silence a zero, and what has never existed is no breach.
 */
export class RollbackAlarms extends Construct {
  readonly all: readonly cloudwatch.Alarm[];
  /** What the alarms are called, as texts that other stacks can use without depending on this one. */
  readonly names: string[] = [];
  /** When each of them fires, by its name, for whoever compares what is there with what was deployed. */
  readonly terms: Record<string, string> = {};

  constructor(scope: Construct, id: string, private readonly props: RollbackAlarmsProps) {
    super(scope, id);
    this.all = [
      ...props.plan.operations.map(({ operation, threshold }) => this.errorsOf(operation, threshold)),
      this.errorsOfTargets(),
      this.unhealthyHosts(),
      this.misledWrites(),
      this.slowerThanTheOther(),
      this.unloggedAnswers(),
      ...(props.reads === undefined ? [] : [this.forgottenSessions(props.reads)]),
    ];
    const { topic } = props;
    if (topic === undefined) {
      Validations.of(this).acknowledge({
        id: 'RolloutSafety::alarms-tell-somebody', reason: 'Features that may fail wake nobody at night: the notice of Observability names these alarms, and is read in the morning',
      });
      return;
    }
    for (const alarm of this.all) {
      alarm.addAlarmAction(new SnsAction(topic));
      alarm.addOkAction(new SnsAction(topic));
    }
  }

  private errorsOf(operation: string, threshold: number): cloudwatch.Alarm {
    const { service } = this.props;
    const errors = serviceMetric(this.props, 'ServerErrors', everyError, operation);
    const unreached = this.excused(serviceMetric(this.props, 'Unreached', everyError, operation), 'Failures without a server that was there');
    return this.alarm(`Errors-${operation}`, `${operation}-server-errors`, {
      alarmDescription: `${operation} fails ${threshold} times a minute or more, which a healthy ${service} does not`,
      metric: new cloudwatch.MathExpression({
        expression: 'SUM([FILL(errors, 0), unreached])', usingMetrics: { errors, unreached }, label: 'Errors a minute', period: periodOf(errorSampling),
      }),
      threshold,
      ...reads(errorSampling),
    });
  }

  /** The count where failures may be the database's, if anybody but the release can say that it was away. */
  private excused(counted: cloudwatch.IMetric, label: string): cloudwatch.IMetric {
    const { available } = this.props;
    return available === undefined ? counted : unlessAway(available, counted, label);
  }

  private errorsOfTargets(): cloudwatch.Alarm {
    const threshold = this.props.plan.targetGroupThreshold;
    return this.alarm('Errors-Targets', 'targets-server-errors', {
      alarmDescription: `Targets of one group, blue's or green's, answer 5xx ${threshold} times a minute or more`,
      metric: this.excused(this.ofGroups('MAX([FILL(one, 0), FILL(two, 0)])', 'Errors a minute', errorSampling, (metrics) =>
        metrics.httpCodeTarget(HttpCodeTarget.TARGET_5XX_COUNT, everyError)), 'Errors a minute, while the database was there'),
      threshold,
      ...reads(errorSampling),
    });
  }

  /** Without FILL: a group has hosts to count in every minute, and a zero for one that is not published yet would hide them. */
  private unhealthyHosts(): cloudwatch.Alarm {
    return this.alarm('Hosts', 'unhealthy-hosts', {
      alarmDescription: "Targets of one group, blue's or green's, stay unhealthy",
      metric: this.ofGroups('MAX([one, two])', 'Unhealthy hosts', hostSampling, (metrics) =>
        metrics.unhealthyHostCount({ statistic: cloudwatch.Stats.MAXIMUM, period: periodOf(hostSampling) })),
      threshold: 1,
      ...reads(hostSampling),
    });
  }

  /**
   * Latency is time on the wall, so a machine or a database that is overloaded makes every answer slow, and going back would not help.
   * It does so to both releases, and more to the one that serves more. So what is measured is the group that serves fewer requests, which
   * is green for as long as most customers are on blue, and it is measured against the other.
   *
   * That needs two that serve. Before the shift and after it there is nothing to compare, and the value is 0; the same goes for a shift
   * that is done at once, or that leaves green with the smaller part for less than five minutes. What is slow then, or for both, is seen
   * by the alarms on the latency of each operation, which only notify.
   */
  private slowerThanTheOther(): cloudwatch.Alarm {
    const seconds = this.props.slowerThan.toSeconds({ integral: false });
    const period = periodOf(comparedSampling);
    const { one, two } = this.props.pair;
    const requests = { statistic: cloudwatch.Stats.SUM, period };
    const [fewer, more] = ['IF(requestsOne < requestsTwo, one, two)', 'IF(requestsOne < requestsTwo, two, one)'];
    return this.alarm('Slower', 'slower-than-the-other', {
      alarmDescription: `One in ten answers of the release with fewer customers takes ${seconds} s or more, ${slowerBy} times what it takes the other`,
      metric: this.ofGroups(`IF(${fewer} >= ${slowerBy} * ${more}, ${fewer}, 0)`, 'Seconds, where green is slower', comparedSampling,
        (metrics) => metrics.targetResponseTime({ statistic: cloudwatch.Stats.p(90), period }),
        { requestsOne: one.metrics.requestCount(requests), requestsTwo: two.metrics.requestCount(requests) }),
      threshold: seconds,
      ...reads(comparedSampling),
    });
  }

  /**
   * A minute in which nothing is known of what was served is divided by zero and so left out; one in which nothing was logged is all
   * missing, whether its metric is late or will never come. Health checks are on neither side
   * (https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html).
   */
  private unloggedAnswers(): cloudwatch.Alarm {
    const { tolerated, share } = this.props.plan.unlogged;
    const reading = { statistic: cloudwatch.Stats.SUM, period: periodOf(comparedSampling) };
    return this.alarm('Unlogged', 'unlogged-answers', {
      alarmDescription: `Of what the load balancer has served, ${share} % and ${tolerated} requests a minute are missing in the log`,
      metric: this.ofGroups(`100 * (one + two - answers - ${tolerated}) / (one + two)`, 'Missing in the log, %', comparedSampling,
        (metrics) => metrics.requestCount(reading), { answers: serviceMetric(this.props, 'Answers', reading) }),
      threshold: share,
      ...reads(comparedSampling),
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

  /**
   * Measured against the tasks that there are, and not against the most that there may be: a service at its smallest would have lost many
   * sessions before it came near that. REPEAT stands in for a count of hosts that is not published yet, since none at all would look like
   * a leak; and a minute of which some replica's sessions are not published yet has no value, since none at all would look like the end of
   * one: where the condition of IF has no point, nor has its result. The primary has no such alarm: its sessions are the proxy's, which
   * opens and keeps them by a measure of its own.
   */
  private forgottenSessions({ replicas, ofTask, ofOthers }: ReadSessions): cloudwatch.Alarm {
    const reading = { statistic: cloudwatch.Stats.MAXIMUM, period: periodOf(sessionSampling) };
    const sessions = replicas.map((replica, index) => [`replica${index + 1}`, replica.metricDatabaseConnections(reading)] as const);
    const ids = sessions.map(([id]) => id);
    const beyond = `MAX([${ids.join(', ')}]) - ${ofTask} * (FILL(one, REPEAT) + FILL(two, REPEAT))`;
    return this.alarm('Sessions', 'forgotten-sessions', {
      alarmDescription: `A replica has more than ${ofTask} sessions for each healthy target and ${ofOthers} for all others`,
      metric: this.ofGroups(ids.reduceRight((known, id) => `IF(${id} < 0, 0, ${known})`, beyond),
        'Sessions that belong to no target', sessionSampling, (metrics) => metrics.healthyHostCount(reading), Object.fromEntries(sessions)),
      threshold: ofOthers + 1,
      ...reads(sessionSampling),
    });
  }

  /** An expression of a metric of both target groups, which it calls `one` and `two`. */
  private ofGroups(expression: string, label: string, sampling: Sampling, metric: (of: GroupMetrics) => cloudwatch.IMetric,
    more: Record<string, cloudwatch.IMetric> = {}): cloudwatch.MathExpression {
    const { one, two } = this.props.pair;
    const usingMetrics = { one: metric(one.metrics), two: metric(two.metrics), ...more };
    return new cloudwatch.MathExpression({ expression, usingMetrics, label, period: periodOf(sampling) });
  }

  /** The name is fixed because people read it in reports, and never changes what the alarm is. */
  private alarm(id: string, name: string, props: Pick<cloudwatch.AlarmProps, What>): cloudwatch.Alarm {
    const alarmName = `${this.props.stage}-${this.props.service}-${name}`;
    const { threshold, evaluationPeriods, datapointsToAlarm } = props;
    this.names.push(alarmName);
    this.terms[alarmName] = spellTerms({ comparison: 'GreaterThanOrEqualToThreshold', threshold, evaluationPeriods, datapointsToAlarm, treatMissingData: 'notBreaching' });
    return new cloudwatch.Alarm(this, id, {
      ...props,
      alarmName,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    });
  }
}

type GroupMetrics = TargetGroupPair['one']['metrics'];
type What = 'alarmDescription' | 'metric' | 'threshold' | 'datapointsToAlarm' | 'evaluationPeriods';

const periodOf = ({ period }: Sampling): Duration => Duration.millis(period);
const everyError = { statistic: cloudwatch.Stats.SUM, period: periodOf(errorSampling) };
const filled = (errors: cloudwatch.IMetric): cloudwatch.MathExpression => new cloudwatch.MathExpression({
  expression: 'FILL(errors, 0)', usingMetrics: { errors }, label: 'Errors a minute', period: periodOf(errorSampling),
});

const reads = ({ datapoints, periods }: Sampling) => ({ datapointsToAlarm: datapoints, evaluationPeriods: periods });
