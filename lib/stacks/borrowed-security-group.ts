import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';

/** A group of the network's stack for use in another, so that nothing there can add a rule to it, not even CDK by itself. */
export function borrowed(scope: Construct, id: string, group: ec2.ISecurityGroup): ec2.ISecurityGroup {
  return ec2.SecurityGroup.fromSecurityGroupId(scope, id, group.securityGroupId, { mutable: false, allowAllOutbound: false });
}
