import { Duration } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';

export interface MasterPasswordRotationProps {
  readonly secret: secretsmanager.ISecret;
  readonly vpc: ec2.IVpc;
  readonly subnets: ec2.SubnetSelection;
  readonly securityGroup: ec2.ISecurityGroup;
}

/**
 * A new master password every thirty days, by the function that Secrets Manager offers for it.
 *
 * No customer's request depends on it: the master user only makes roles, and whoever does that reads the secret each time.
 */
export class MasterPasswordRotation extends Construct {
  constructor(scope: Construct, id: string, { secret, vpc, subnets, securityGroup }: MasterPasswordRotationProps) {
    super(scope, id);
    secret.addRotationSchedule('Rotation', {
      hostedRotation: secretsmanager.HostedRotation.postgreSqlSingleUser({ vpc, vpcSubnets: subnets, securityGroups: [securityGroup] }),
      automaticallyAfter: Duration.days(30),
      // The bootstrap function runs at the same moment and may hold the password that would be replaced.
      rotateImmediatelyOnUpdate: false,
    });
  }
}
