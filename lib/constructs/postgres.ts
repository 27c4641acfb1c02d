import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import { InstanceType } from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import * as rds from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';

export interface PostgresProps {
  readonly vpc: ec2.IVpc;
  readonly subnets: ec2.SubnetSelection;
  /** Where the primary and its standby live: at least two zones. */
  readonly primaryZones: readonly string[];
  /** One read replica for each. */
  readonly replicaZones: readonly string[];
  readonly primarySecurityGroup: ec2.ISecurityGroup;
  readonly replicaSecurityGroup: ec2.ISecurityGroup;
  readonly key: IKey;
  readonly databaseName: string;
  readonly port: number;
  readonly instanceType: string;
  readonly storageGiB: number;
  readonly maxStorageGiB: number;
  readonly backupRetention: Duration;
  readonly backupWindow: string;
  readonly maintenanceWindow: string;
  /** Statements that take longer are logged with their text. */
  readonly slowStatement: Duration;
}

/** The master user: it may create roles, but is no superuser, and nothing but the bootstrap function uses it. */
const masterUser = 'points_master';

/**
 * Only the major version: RDS chooses the minor one and raises it in the maintenance window. A template that named a minor version
 * would contradict the database after the first of these upgrades.
 */
const engine = rds.DatabaseInstanceEngine.postgres({ version: rds.PostgresEngineVersion.VER_18 });

/**
 * PostgreSQL with a primary and standby in two zones, and read replicas in others.
 *
 * Deleting it from the template leaves a snapshot of the primary, and takes two deployments, because it is protected against
 * deletion. The master password is a secret of ours and not one that RDS manages: RDS refuses read replicas of the latter
 * (https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html#rds-secrets-manager-limitations).
 */
export class Postgres extends Construct {
  readonly primary: rds.DatabaseInstance;
  readonly replicas: readonly rds.DatabaseInstanceReadReplica[];
  private readonly monitoringRole: iam.Role;

  constructor(scope: Construct, id: string, private readonly props: PostgresProps) {
    super(scope, id);
    const parameterGroup = new rds.ParameterGroup(this, 'Parameters', {
      engine,
      description: 'Encrypted connections only; slow statements, lock waits and schema changes are logged',
      parameters: {
        'rds.force_ssl': '1',
        log_min_duration_statement: String(props.slowStatement.toMilliseconds()),
        // The text of a statement says which it was; the values in it are about people.
        log_parameter_max_length: '0',
        log_temp_files: '1024',
        log_lock_waits: '1',
        log_statement: 'ddl',
      },
    });
    this.monitoringRole = this.enhancedMonitoring();
    this.primary = new rds.DatabaseInstance(this, 'Primary', {
      ...this.common(parameterGroup, props.primarySecurityGroup),
      engine,
      credentials: rds.Credentials.fromGeneratedSecret(masterUser, { encryptionKey: props.key }),
      databaseName: props.databaseName,
      vpcSubnets: { ...props.subnets, availabilityZones: [...props.primaryZones] },
      multiAz: true,
      allocatedStorage: props.storageGiB,
      storageEncrypted: true,
      storageEncryptionKey: props.key,
      backupRetention: props.backupRetention,
      preferredBackupWindow: props.backupWindow,
      deleteAutomatedBackups: false,
      copyTagsToSnapshot: true,
      removalPolicy: RemovalPolicy.SNAPSHOT,
    });
    this.replicas = props.replicaZones.map((zone, index) => this.replica(`Replica${index + 1}`, zone, parameterGroup));
    for (const instance of [this.primary, ...this.replicas]) {
      Validations.of(instance).acknowledge({
        id: 'AwsSolutions-RDS11',
        reason: 'RDS Proxy offers no port but the default; security groups and IAM decide who connects, not the number of the port',
      });
    }
  }

  private replica(id: string, availabilityZone: string, parameterGroup: rds.IParameterGroup): rds.DatabaseInstanceReadReplica {
    const replica = new rds.DatabaseInstanceReadReplica(this, id, {
      ...this.common(parameterGroup, this.props.replicaSecurityGroup),
      sourceDatabaseInstance: this.primary,
      vpcSubnets: this.props.subnets,
      availabilityZone,
      // RDS takes no last snapshot of a replica: there is nothing in it that the primary does not have.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    Validations.of(replica).acknowledge(
      { id: 'CloudFormation-Validate::W3010', reason: 'The zone is data of the stage, and another one than the primary has' },
      { id: 'AwsSolutions-RDS2', reason: 'A replica is encrypted like its source, and CloudFormation refuses to hear it said again' },
      { id: 'AwsSolutions-RDS3', reason: 'A replica is a second copy already; reads fall back to the primary when its zone fails' },
    );
    return replica;
  }

  /** Lets RDS publish what the operating system under the database is doing. */
  private enhancedMonitoring(): iam.Role {
    const role = new iam.Role(this, 'Monitoring', {
      assumedBy: new iam.ServicePrincipal('monitoring.rds.amazonaws.com'),
      managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('service-role/AmazonRDSEnhancedMonitoringRole')],
    });
    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole]',
      reason: 'AWS owns the log group that this policy is for and changes both together; it allows nothing else',
    });
    return role;
  }

  private common(parameterGroup: rds.IParameterGroup, securityGroup: ec2.ISecurityGroup) {
    const { vpc, port, instanceType, maxStorageGiB, maintenanceWindow, key } = this.props;
    return {
      vpc,
      port,
      instanceType: new InstanceType(instanceType),
      securityGroups: [securityGroup],
      parameterGroup,
      storageType: rds.StorageType.GP3,
      maxAllocatedStorage: maxStorageGiB,
      iamAuthentication: true,
      publiclyAccessible: false,
      deletionProtection: true,
      autoMinorVersionUpgrade: true,
      preferredMaintenanceWindow: maintenanceWindow,
      cloudwatchLogsExports: ['postgresql', 'upgrade'],
      enablePerformanceInsights: true,
      performanceInsightRetention: rds.PerformanceInsightRetention.DEFAULT,
      performanceInsightEncryptionKey: key,
      monitoringInterval: Duration.minutes(1),
      monitoringRole: this.monitoringRole,
      caCertificate: rds.CaCertificate.RDS_CA_RSA2048_G1,
    };
  }
}
