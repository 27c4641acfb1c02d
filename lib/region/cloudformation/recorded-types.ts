import type { Identifiers } from '../identifiers';
import { arnOf, type Place } from '../place';

/** What is known of one recorded resource beyond the specification. */
export interface Facts {
  /** What `Ref` gives. Left out: what the specification says. */
  readonly ref?: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

export interface Recorded {
  /** The name that the template gives, or that was made up. */
  readonly name: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly place: Place;
  readonly ids: Identifiers;
}

type Describe = (recorded: Recorded) => Facts;

/** Network resources go by an id with a prefix: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html */
const byId = (prefix: string, idAttribute: string, more: Describe = () => ({ attributes: {} })): Describe => (recorded) => {
  const ref = `${prefix}-${recorded.ids.hex(17)}`;
  return { ref, attributes: { [idAttribute]: ref, ...more(recorded).attributes } };
};

/** Services without a region and an account in their ARNs: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
const nowhere: Place = { account: '', region: '' };

const text = (value: unknown, otherwise: string): string => (typeof value === 'string' ? value : otherwise);

/**
 * Types that are recorded, with what `Ref` and `Fn::GetAtt` give:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html
 */
export const RECORDED: Readonly<Record<string, Describe>> = {
  'AWS::EC2::VPC': byId('vpc', 'VpcId', ({ ids }) => ({ attributes: { DefaultSecurityGroup: `sg-${ids.hex(17)}`, DefaultNetworkAcl: `acl-${ids.hex(17)}`, CidrBlockAssociations: [`vpc-cidr-assoc-${ids.hex(17)}`], Ipv6CidrBlocks: [] } })),
  'AWS::EC2::Subnet': byId('subnet', 'SubnetId', ({ ids, properties }) => ({ attributes: { VpcId: properties['VpcId'], NetworkAclAssociationId: `aclassoc-${ids.hex(17)}`, Ipv6CidrBlocks: [] } })),
  'AWS::EC2::RouteTable': byId('rtb', 'RouteTableId'),
  'AWS::EC2::SubnetRouteTableAssociation': byId('rtbassoc', 'Id'),
  'AWS::EC2::InternetGateway': byId('igw', 'InternetGatewayId'),
  'AWS::EC2::NatGateway': byId('nat', 'NatGatewayId', ({ ids }) => ({ attributes: { EniId: `eni-${ids.hex(17)}` } })),
  'AWS::EC2::VPCEndpoint': byId('vpce', 'Id'),
  'AWS::EC2::FlowLog': byId('fl', 'Id'),
  'AWS::EC2::Route': ({ properties }) => {
    const block = text(properties['DestinationCidrBlock'], text(properties['DestinationIpv6CidrBlock'], text(properties['DestinationPrefixListId'], '')));
    return { ref: `${String(properties['RouteTableId'])}|${block}`, attributes: { CidrBlock: block } };
  },
  'AWS::EC2::VPCGatewayAttachment': ({ properties }) => {
    const kind = properties['InternetGatewayId'] === undefined ? 'VGW' : 'IGW';
    return { ref: `${kind}|${String(properties['VpcId'])}`, attributes: { AttachmentType: kind } };
  },
  // An address of the block that is set aside for examples: https://www.rfc-editor.org/rfc/rfc5737
  'AWS::EC2::EIP': ({ ids }) => {
    const ref = `203.0.113.${1 + (parseInt(ids.hex(2), 16) % 254)}`;
    return { ref, attributes: { PublicIp: ref, AllocationId: `eipalloc-${ids.hex(17)}` } };
  },
  'AWS::S3::Bucket': ({ name, place: { region } }) => ({
    attributes: {
      Arn: arnOf('s3', nowhere, name), DomainName: `${name}.s3.amazonaws.com`, RegionalDomainName: `${name}.s3.${region}.amazonaws.com`,
      DualStackDomainName: `${name}.s3.dualstack.${region}.amazonaws.com`, WebsiteURL: `http://${name}.s3-website.${region}.amazonaws.com`,
    },
  }),
  'AWS::ECR::Repository': ({ name, place }) => {
    const repository = name.toLowerCase();
    return { ref: repository, attributes: { Arn: arnOf('ecr', place, `repository/${repository}`), RepositoryUri: `${place.account}.dkr.ecr.${place.region}.amazonaws.com/${repository}` } };
  },
  'AWS::RDS::DBSubnetGroup': ({ name, place }) => ({ ref: name.toLowerCase(), attributes: { DBSubnetGroupArn: arnOf('rds', place, `subgrp:${name.toLowerCase()}`) } }),
  'AWS::RDS::DBParameterGroup': ({ name, place }) => {
    const group = name.toLowerCase();
    return { ref: group, attributes: { DBParameterGroupName: group, DBParameterGroupArn: arnOf('rds', place, `pg:${group}`) } };
  },
  'AWS::SecretsManager::RotationSchedule': ({ properties }) => ({ ref: String(properties['SecretId']), attributes: { Id: String(properties['SecretId']) } }),
  'AWS::ApplicationAutoScaling::ScalingPolicy': ({ name, properties, place, ids }) => {
    const target = text(properties['ResourceId'], text(properties['ScalingTargetId'], '').split('|')[0] ?? '');
    const ref = arnOf('autoscaling', place, `scalingPolicy:${ids.uuid()}:resource/ecs/${target}:policyName/${text(properties['PolicyName'], name)}`);
    return { ref, attributes: { Arn: ref } };
  },
};
