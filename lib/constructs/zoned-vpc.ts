import { Validations } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

export interface ZonedVpcProps {
  readonly cidr: string;
  readonly natGateways: number;
  readonly flowLogs: logs.ILogGroup;
}

/** The subnets by what stands in them. */
export const subnets = {
  /** Load balancers and NAT gateways. */
  public: { subnetGroupName: 'Public' },
  /** Tasks and functions: a way out, none in. */
  app: { subnetGroupName: 'App' },
  /** Databases and their proxy: no way out at all. */
  data: { subnetGroupName: 'Data' },
} as const satisfies Record<string, ec2.SubnetSelection>;

/** A network over the zones that its stack names, with three kinds of subnets in each, and ways out whose addresses are ours. */
export class ZonedVpc extends Construct {
  readonly vpc: ec2.IVpc;
  /** The public addresses from which everything inside is seen outside. They outlive the gateways. */
  readonly natAddresses: readonly ec2.CfnEIP[];

  constructor(scope: Construct, id: string, props: ZonedVpcProps) {
    super(scope, id);
    const address = (index: number): ec2.CfnEIP => new ec2.CfnEIP(this, `NatAddress${index + 1}`, { domain: 'vpc' });
    this.natAddresses = Array.from({ length: props.natGateways }, (_, index) => address(index));
    const vpc = new ec2.Vpc(this, 'Vpc', {
      ipAddresses: ec2.IpAddresses.cidr(props.cidr),
      maxAzs: 3,
      natGateways: props.natGateways,
      natGatewayProvider: ec2.NatProvider.gateway({ eipAllocationIds: this.natAddresses.map((one) => one.attrAllocationId) }),
      subnetConfiguration: [
        { name: subnets.public.subnetGroupName, subnetType: ec2.SubnetType.PUBLIC, cidrMask: 25, mapPublicIpOnLaunch: false },
        { name: subnets.app.subnetGroupName, subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS, cidrMask: 23 },
        { name: subnets.data.subnetGroupName, subnetType: ec2.SubnetType.PRIVATE_ISOLATED, cidrMask: 25 },
      ],
      // Image layers and answers to CloudFormation go to S3; they need not pay for the NAT gateway.
      gatewayEndpoints: { S3: { service: ec2.GatewayVpcEndpointAwsService.S3 } },
      flowLogs: { All: { destination: ec2.FlowLogDestination.toCloudWatchLogs(props.flowLogs) } },
      // Emptying the default group takes a custom resource that may edit any group, and everything here names a group of its own.
      restrictDefaultSecurityGroup: false,
    });
    Validations.of(vpc).acknowledge({
      id: 'CloudFormation-Validate::W3010',
      reason: 'Zones are data of the stage: looking them up would take credentials, and could change them',
    });
    // CDK's classes do not fit their own interfaces under exactOptionalPropertyTypes.
    this.vpc = vpc as ec2.IVpc;
  }
}
