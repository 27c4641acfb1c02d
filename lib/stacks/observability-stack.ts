import { CfnOutput, Duration } from 'aws-cdk-lib';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { Stage } from '../config/stage';
import { AlarmTopic } from '../constructs/alarm-topic';
import { LogNotices } from '../constructs/log-notices';
import { Notice } from '../constructs/notice';
import { OnCallDashboard } from '../constructs/on-call-dashboard';
import { serviceMetric } from '../constructs/service-metrics';
import { SlowStatements } from '../constructs/slow-statements';
import type { ApiStack } from './api-stack';
import type { AuxiliaryStack } from './auxiliary-stack';
import type { DataStack } from './data-stack';
import type { FoundationStack } from './foundation-stack';
import { api, auxiliary } from './service-identity';
import { StageStack } from './stage-stack';

export interface ObservabilityStackProps {
  readonly foundation: FoundationStack;
  readonly data: DataStack;
  readonly api: ApiStack;
  readonly auxiliary: AuxiliaryStack;
}

/**
 * What people look at, and what speaks to them without being urgent. Nothing depends on it, so it may be changed at any time.
 *
 * Two topics, for two kinds of reading: that of the foundation wakes somebody, because customers of the API are harmed or nobody can
 * tell; the one here is read in the morning. Nobody is woken for the auxiliary tier, whose releases are taken back all the same.
 */
export class ObservabilityStack extends StageStack {
  private readonly notices: ITopic;

  constructor(scope: Construct, stage: Stage, private readonly props: ObservabilityStackProps) {
    super(scope, 'Observability', stage, {
      tier: 'observability', axis: 'topology', description: `Dashboards, log metrics and notices of ${stage.name}`,
    });
    const { foundation, data: { postgres }, api: main, auxiliary: beside } = props;
    this.notices = new AlarmTopic(this, 'Notices', { stage: `${stage.name} notices`, key: foundation.keys.notices }).topic;
    new CfnOutput(this, 'NoticeTopicArn', { value: this.notices.topicArn, description: 'Subscribe whoever reads in the morning' });

    const ofApi = new LogNotices(this, 'ApiLog', { stage: stage.name, service: api.service, log: foundation.apiLog });
    ofApi.silence.addAlarmAction(new SnsAction(foundation.alarms));
    ofApi.silence.addOkAction(new SnsAction(foundation.alarms));
    const ofAuxiliary = new LogNotices(this, 'AuxiliaryLog', { stage: stage.name, service: auxiliary.service, log: foundation.auxiliaryLog });
    const slow = new SlowStatements(this, 'SlowStatements', { stage: stage.name, instances: [postgres.primary, ...postgres.replicas] });

    const apiNotices = [...main.tier.alarmNames.slow, ...main.tier.alarmNames.watch, ofApi.unknownErrors];
    const dataNotices = [...props.data.notices, slow.name];
    const auxiliaryNotices = [
      ...beside.tier.alarmNames.rollback, ...beside.tier.alarmNames.slow, ...beside.tier.alarmNames.watch, ...beside.workNotices, ofAuxiliary.unknownErrors, ofAuxiliary.silenceName,
    ];
    const notices = [
      this.notice('api', 'The API is slow, fails for an unknown reason, or is not as it was deployed', apiNotices),
      this.notice('data', 'The primary was away, the database has more to do than was planned, or replicas are behind', dataNotices),
      this.notice('auxiliary', 'Statistics, rankings or digests fail, wait, are silent or not as they were deployed; tills do not notice', auxiliaryNotices),
    ];
    // CloudWatch refuses a rule about alarms that are not there, and names make no dependency.
    for (const notice of notices) notice.node.addDependency(ofApi, ofAuxiliary, slow);

    const under = this.underServices(slow);
    new OnCallDashboard(this, 'ApiDashboard', {
      stage: stage.name,
      service: api.service,
      operations: main.tier.operations,
      names: api.names(stage.name),
      log: foundation.apiLog,
      alarms: [...main.tier.alarmNames.rollback, ofApi.silenceName, ...apiNotices, ...dataNotices],
      slowerThan: Duration.millis(stage.slowAnswer),
      under,
    });
    new OnCallDashboard(this, 'AuxiliaryDashboard', {
      stage: stage.name,
      service: auxiliary.service,
      operations: beside.tier.operations,
      names: auxiliary.names(stage.name),
      log: foundation.auxiliaryLog,
      alarms: [...auxiliaryNotices, ...dataNotices],
      slowerThan: Duration.millis(stage.auxiliary.slowAnswer),
      under,
    });
  }

  private notice(about: 'api' | 'data' | 'auxiliary', says: string, anyOf: readonly string[]): Notice {
    const { name } = this.stage;
    const dashboard = `${name}-${about === 'auxiliary' ? auxiliary.service : api.service}`;
    const description = `${says}: see the dashboard ${dashboard}`;
    return new Notice(this, `Notice-${about}`, { name: `${name}-${about}-notice`, description, anyOf, topic: this.notices });
  }

  private underServices(slow: SlowStatements) {
    const { stage, props: { data: { postgres, primaryAvailability } } } = this;
    const servers = [postgres.primary, ...postgres.replicas];
    const each = { period: Duration.minutes(1), statistic: Stats.MAXIMUM };
    return [
      { title: 'Sessions of each server', metrics: servers.map((server) => server.metricDatabaseConnections(each)) },
      {
        title: 'CPU of each server, and how often the primary was found, in %',
        metrics: [...servers.map((server) => server.metricCPUUtilization(each)), primaryAvailability.with({ label: 'primary found' })],
      },
      {
        title: 'Age of what replicas show, in ms; slow statements',
        metrics: [serviceMetric({ stage: stage.name, service: api.service }, 'HeartbeatAge', each), slow.metric],
      },
    ];
  }
}
