import { Duration } from 'aws-cdk-lib';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as rds from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';
import { databaseUserArn } from './database-user';

export interface WriterProxyProps {
  readonly primary: rds.DatabaseInstance;
  readonly vpc: ec2.IVpc;
  readonly subnets: ec2.SubnetSelection;
  readonly securityGroup: ec2.ISecurityGroup;
  /** The only user that the proxy may log in as. */
  readonly writer: string;
}

/**
 * A pool of connections to the primary, which it also finds again after a failover.
 *
 * For writes only: on an instance a proxy has no way to a replica. Both of its sides use IAM authentication, so there is no password.
 */
export class WriterProxy extends Construct {
  readonly proxy: rds.DatabaseProxy;

  constructor(scope: Construct, id: string, { primary, vpc, subnets, securityGroup, writer }: WriterProxyProps) {
    super(scope, id);
    const role = new iam.Role(this, 'Role', { assumedBy: new iam.ServicePrincipal('rds.amazonaws.com') });
    role.addToPolicy(new iam.PolicyStatement({ actions: ['rds-db:connect'], resources: [databaseUserArn(primary, writer)] }));
    this.proxy = new rds.DatabaseProxy(this, 'Proxy', {
      proxyTarget: rds.ProxyTarget.fromInstance(primary),
      vpc,
      vpcSubnets: subnets,
      securityGroups: [securityGroup],
      role,
      iamAuth: true,
      defaultAuthScheme: rds.DefaultAuthScheme.IAM_AUTH,
      requireTLS: true,
      // Blue and green together stay below this; the rest is for migrations, probes and people.
      maxConnectionsPercent: 70,
      maxIdleConnectionsPercent: 20,
      // A request that waits longer for a connection has been given up by its caller.
      borrowTimeout: Duration.seconds(5),
      idleClientTimeout: Duration.minutes(30),
    });
    this.proxy.node.addDependency(role);
  }

  /**
   * The share of the proxy's own health checks of the primary that went well, in percent, by the minute: less than 100 while the primary
   * fails over, whoever asks it for what.
   *
   * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy.monitoring.html
   */
  get availability(): Metric {
    return new Metric({
      namespace: 'AWS/RDS',
      metricName: 'AvailabilityPercentage',
      dimensionsMap: { ProxyName: this.proxy.dbProxyName, TargetGroup: 'default', TargetRole: 'READ_WRITE' },
      statistic: Stats.AVERAGE,
      period: Duration.minutes(1),
    });
  }
}
