import { CfnOutput } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Stage } from '../config/stage';
import { TierSecurityGroups } from '../constructs/tier-security-groups';
import { ZonedVpc } from '../constructs/zoned-vpc';
import { StageStack } from './stage-stack';

/** The network, and who may speak with whom in it. */
export class NetworkStack extends StageStack {
  readonly vpc: ec2.IVpc;
  readonly groups: TierSecurityGroups;

  constructor(scope: Construct, stage: Stage, props: { readonly flowLog: logs.ILogGroup }) {
    super(scope, 'Network', stage, { tier: 'network', axis: 'topology', description: `Network of ${stage.name}` });
    const network = new ZonedVpc(this, 'Network', { ...stage.network, flowLogs: props.flowLog });
    this.vpc = network.vpc;
    this.groups = new TierSecurityGroups(this, 'Groups', { vpc: network.vpc, natAddresses: network.natAddresses });

    network.natAddresses.forEach((address, index) => new CfnOutput(this, `NatAddress${index + 1}`, {
      value: address.ref,
      description: 'An address from which this stage calls others',
    }));
  }
}
