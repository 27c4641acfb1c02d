import { CfnOutput, Duration } from 'aws-cdk-lib';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type * as rds from 'aws-cdk-lib/aws-rds';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { fleetOf } from '../config/fleet-of';
import { instanceMemory } from '../config/instance-memory';
import type { Stage } from '../config/stage';
import { DatabaseNotices } from '../constructs/database-notices';
import { databaseUsers } from '../constructs/database-role-specification';
import { DatabaseRoles } from '../constructs/database-roles';
import { retentionOf } from '../constructs/log-retention';
import { MasterPasswordRotation } from '../constructs/master-password-rotation';
import { Postgres } from '../constructs/postgres';
import { databasePort } from '../constructs/tier-security-groups';
import { WriterProxy } from '../constructs/writer-proxy';
import { subnets } from '../constructs/zoned-vpc';
import { connectionBudget } from '../core/capacity/connection-budget';
import { sessionLimits } from '../core/capacity/session-limits';
import { borrowed } from './borrowed-security-group';
import type { FoundationStack } from './foundation-stack';
import type { NetworkStack } from './network-stack';
import { api } from './service-identity';
import { StageStack } from './stage-stack';

export const databaseName = 'points';

/** The database: a primary with its standby, replicas, a proxy for writes, and the users of all of them. */
export class DataStack extends StageStack {
  readonly postgres: Postgres;
  readonly proxy: rds.DatabaseProxy;
  /** What the proxy says of the primary, in percent by the minute. */
  readonly primaryAvailability: Metric;
  /** The names of its alarms, none of which stops a release. */
  readonly notices: readonly string[];

  constructor(scope: Construct, stage: Stage, props: { readonly foundation: FoundationStack; readonly network: NetworkStack }) {
    super(scope, 'Data', stage, { tier: 'data', axis: 'topology', description: `Database of ${stage.name}` });
    const { foundation: { keys }, network: { vpc, groups } } = props;
    const { database } = stage;

    this.postgres = new Postgres(this, 'Postgres', {
      vpc,
      subnets: subnets.data,
      primaryZones: stage.zones.filter((zone) => !database.replicaZones.includes(zone)),
      replicaZones: database.replicaZones,
      primarySecurityGroup: borrowed(this, 'PrimaryGroup', groups.databasePrimary),
      replicaSecurityGroup: borrowed(this, 'ReplicaGroup', groups.databaseReplica),
      key: keys.data,
      databaseName,
      port: databasePort,
      instanceType: database.instanceType,
      storageGiB: database.storageGiB,
      maxStorageGiB: database.maxStorageGiB,
      backupRetention: Duration.days(database.backupDays),
      backupWindow: database.backupWindow,
      maintenanceWindow: database.maintenanceWindow,
      slowStatement: Duration.millis(database.slowStatement),
    });
    const writer = new WriterProxy(this, 'Writer', {
      primary: this.postgres.primary,
      vpc,
      subnets: subnets.data,
      securityGroup: borrowed(this, 'ProxyGroup', groups.databaseProxy),
      writer: databaseUsers.writer,
    });
    this.proxy = writer.proxy;
    this.primaryAvailability = writer.availability;

    const sessions = sessionLimits(fleetOf(stage), stage.auxiliary.connections);
    this.notices = new DatabaseNotices(this, 'Notices', {
      stage: stage.name,
      heartOf: api.service,
      primary: this.postgres.primary,
      replicas: this.postgres.replicas,
      primaryAvailability: this.primaryAvailability,
      mostSessions: connectionBudget(sessions, instanceMemory(database.instanceType) ?? NaN).allowed,
    }).names;
    const secret = this.masterSecret();
    new MasterPasswordRotation(this, 'MasterPassword', {
      secret, vpc, subnets: subnets.app, securityGroup: borrowed(this, 'RotationGroup', groups.databaseRotation),
    });
    const users = new DatabaseRoles(this, 'Users', {
      stage: stage.name,
      account: stage.account,
      primary: this.postgres.primary,
      databaseName,
      masterSecret: secret,
      secretKey: keys.data,
      sessions,
      network: { vpc, subnets: subnets.app, securityGroup: borrowed(this, 'BootstrapGroup', groups.databaseBootstrap) },
      logs: { retention: retentionOf(stage.logDays), key: keys.logs },
    });
    // The proxy logs in as the writer, and is not available before it can.
    this.proxy.node.addDependency(users);

    new CfnOutput(this, 'PrimaryEndpoint', {
      value: this.postgres.primary.dbInstanceEndpointAddress,
      description: 'The primary, for people with a reason',
    });
    new CfnOutput(this, 'MasterSecretArn', { value: secret.secretArn, description: 'Opens the database to whoever may read it' });
  }

  private masterSecret(): ISecret {
    const { secret } = this.postgres.primary;
    if (secret === undefined) throw new Error('the primary was made without a secret for its master user');
    return secret;
  }
}
