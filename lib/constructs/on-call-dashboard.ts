import { Duration, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { ServiceNames } from './service-names';
import { type ServiceOf, serviceMetric } from './service-metrics';

export interface OnCallDashboardProps extends ServiceOf {
  readonly operations: readonly string[];
  readonly names: ServiceNames;
  readonly log: ILogGroup;
  /** All alarms that concern the service, by their names. */
  readonly alarms: readonly string[];
  readonly slowerThan: Duration;
  /** What is under the service and may be the reason: a graph for each. */
  readonly under: readonly { readonly title: string; readonly metrics: readonly cloudwatch.IMetric[] }[];
}

const width = 24;
const minute = Duration.minutes(1);

/**
 * A service in the order in which somebody who was woken asks: is anybody harmed, since which release, is it what the service stands
 * on, is it the tasks, what do they say.
 */
export class OnCallDashboard extends Construct {
  constructor(scope: Construct, id: string, private readonly props: OnCallDashboardProps) {
    super(scope, id);
    const dashboard = new cloudwatch.Dashboard(this, 'Dashboard', {
      dashboardName: `${props.stage}-${props.service}`,
      defaultInterval: Duration.hours(3),
    });
    dashboard.addWidgets(question('1. Is anybody harmed?', 'Alarms, failed requests and slow ones. A release that is being rolled out is taken back by CodeDeploy.'));
    dashboard.addWidgets(this.alarmStates());
    dashboard.addWidgets(this.failures(), this.latency());
    dashboard.addWidgets(question('2. Since when, and which release?', 'A step that begins with a release is its doing; one on all releases at once is not.'));
    dashboard.addWidgets(this.byRelease('Requests by release', 'Requests'), this.byRelease('Failures by release', 'ServerErrors'));
    dashboard.addWidgets(question('3. Is it what the service stands on?', 'The same trouble for every release: going back to another will not help.'));
    dashboard.addWidgets(...props.under.map(({ title, metrics }) => this.graph(title, metrics, props.under.length)));
    dashboard.addWidgets(question('4. Is it the tasks?', 'Too few, too busy, or ended again and again.'));
    dashboard.addWidgets(this.tasks(), this.load());
    dashboard.addWidgets(question('5. What do they say?', 'The latest failures, newest first. `requestId` finds the rest of the story.'));
    dashboard.addWidgets(this.latestFailures());
  }

  private alarmStates(): cloudwatch.IWidget {
    const { partition, region, account } = Stack.of(this);
    const alarms = this.props.alarms.map((name) =>
      cloudwatch.Alarm.fromAlarmArn(this, `Named-${name}`, `arn:${partition}:cloudwatch:${region}:${account}:alarm:${name}`));
    return new cloudwatch.AlarmStatusWidget({ title: 'Alarms', alarms, width, height: 4, sortBy: cloudwatch.AlarmStatusWidgetSortBy.STATE_UPDATED_TIMESTAMP });
  }

  private failures(): cloudwatch.IWidget {
    const withoutServer = this.props.operations.map((operation) =>
      serviceMetric(this.props, 'Unreached', { statistic: cloudwatch.Stats.SUM, period: minute }, operation).with({ label: `${operation}, no database` }));
    return this.graph('Failures a minute', [...this.each('ServerErrors', cloudwatch.Stats.SUM), ...withoutServer], 2);
  }

  private latency(): cloudwatch.IWidget {
    const { slowerThan } = this.props;
    return new cloudwatch.GraphWidget({
      title: 'Slowest of a hundred answers, in ms', left: this.each('Latency', 'p99'), width: width / 2,
      leftAnnotations: [{ label: 'slow', value: slowerThan.toMilliseconds() }], leftYAxis: { min: 0 },
    });
  }

  private each(metricName: string, statistic: string): cloudwatch.IMetric[] {
    return this.props.operations.map((operation) =>
      serviceMetric(this.props, metricName, { statistic, period: minute }, operation).with({ label: operation }));
  }

  /** Releases are many and come and go: a search finds them, which an alarm could not use. */
  private byRelease(title: string, metricName: string): cloudwatch.IWidget {
    const { stage, service } = this.props;
    const search = `SEARCH('{Changeover/Service,Stage,Service,Operation,Release} Stage="${stage}" Service="${service}" MetricName="${metricName}"', 'Sum', 60)`;
    return this.graph(title, [new cloudwatch.MathExpression({ expression: search, label: '', usingMetrics: {}, period: minute })], 2);
  }

  private tasks(): cloudwatch.IWidget {
    const counts = ['DesiredTaskCount', 'RunningTaskCount'].map((metricName) => this.ofService('ECS/ContainerInsights', metricName, cloudwatch.Stats.AVERAGE));
    return this.graph('Tasks wanted and running', counts, 2);
  }

  private load(): cloudwatch.IWidget {
    const use = ['CPUUtilization', 'MemoryUtilization'].map((metricName) => this.ofService('AWS/ECS', metricName, cloudwatch.Stats.MAXIMUM));
    return this.graph('Busiest task, in %', use, 2);
  }

  private ofService(namespace: string, metricName: string, statistic: string): cloudwatch.IMetric {
    const { cluster, service } = this.props.names;
    return new cloudwatch.Metric({ namespace, metricName, statistic, period: minute, dimensionsMap: { ClusterName: cluster, ServiceName: service } });
  }

  private latestFailures(): cloudwatch.IWidget {
    return new cloudwatch.LogQueryWidget({
      title: 'Failures', logGroupNames: [this.props.log.logGroupName], width, height: 8,
      queryLines: [
        'fields time, release, operation, status, sqlstate, error.message, requestId',
        'filter level = "error"', 'sort @timestamp desc', 'limit 50',
      ],
    });
  }

  private graph(title: string, left: readonly cloudwatch.IMetric[], beside: number): cloudwatch.IWidget {
    return new cloudwatch.GraphWidget({ title, left: [...left], width: width / beside, leftYAxis: { min: 0 } });
  }
}

const question = (title: string, help: string): cloudwatch.IWidget =>
  new cloudwatch.TextWidget({ markdown: `## ${title}\n${help}`, width, height: 2, background: cloudwatch.TextWidgetBackground.TRANSPARENT });
