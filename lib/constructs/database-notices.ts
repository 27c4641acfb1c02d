import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, type IMetric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type * as rds from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';
import { noticeAlarm } from './notice-alarm';
import { serviceMetric } from './service-metrics';

export interface DatabaseNoticesProps {
  readonly stage: string;
  /** The service that keeps the heartbeat young, and says how old it is on the replicas. */
  readonly heartOf: string;
  readonly primary: rds.IDatabaseInstance;
  readonly replicas: readonly rds.IDatabaseInstance[];
  /** What its proxy says of the primary, in percent by the minute. */
  readonly primaryAvailability: IMetric;
  /** More sessions than were planned for on one server, by everybody together. */
  readonly mostSessions: number;
}

/** Reads that are older than this are wrong for somebody at a till. */
const oldestRead = Duration.seconds(30);

/**
 * What somebody has to look at before the database becomes an outage.
 *
 * None of it stops a release. The lag is that of a row which the API writes every few seconds, because the one that RDS tells grows to
 * five minutes at night, when nobody writes
 * (https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PostgreSQL.Replication.ReadReplicas.html).
 */
export class DatabaseNotices extends Construct {
  readonly names: string[] = [];

  constructor(scope: Construct, id: string, private readonly props: DatabaseNoticesProps) {
    super(scope, id);
    this.lag();
    this.sessions('primary', props.primary);
    props.replicas.forEach((replica, index) => this.sessions(`replica-${index + 1}`, replica));
    this.primaryAway();
  }

  /** The alarms that take releases back excuse a failover, so somebody should hear of it here; and of a proxy that says nothing, for then they excuse too much. */
  private primaryAway(): void {
    noticeAlarm(this, 'PrimaryAway', {
      alarmName: this.named('primary-away'),
      alarmDescription: 'The proxy has not found the primary in every one of its checks, as in a failover, or says nothing of it',
      metric: this.props.primaryAvailability,
      threshold: 100,
      comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
      silence: TreatMissingData.BREACHING,
      periods: 1,
    });
  }

  private lag(): void {
    const { stage, heartOf } = this.props;
    noticeAlarm(this, 'ReplicaLag', {
      alarmName: this.named('replica-lag'),
      alarmDescription: `What replicas show is ${oldestRead.toSeconds()} s old or older, by the heartbeat row`,
      metric: serviceMetric({ stage, service: heartOf }, 'HeartbeatAge', { statistic: Stats.MAXIMUM, period: Duration.minutes(1) }),
      threshold: oldestRead.toMilliseconds(),
      periods: 3,
    });
  }

  private sessions(server: string, instance: rds.IDatabaseInstance): void {
    noticeAlarm(this, `Sessions-${server}`, {
      alarmName: this.named(`${server}-sessions`),
      alarmDescription: `The ${server} has ${this.props.mostSessions} sessions or more, of which the rest of its maximum is for nobody`,
      metric: instance.metricDatabaseConnections({ statistic: Stats.MAXIMUM, period: Duration.minutes(1) }),
      threshold: this.props.mostSessions,
      periods: 5,
    });
  }

  private named(what: string): string {
    const name = `${this.props.stage}-data-${what}`;
    this.names.push(name);
    return name;
  }
}
