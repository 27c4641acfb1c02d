import { dice } from '../../../lib/core/chance';
import type { ResourceRequest } from '../../../lib/region/cloudformation/provider';
import { recorder } from '../../../lib/region/cloudformation/recorded';
import { loadSpecification } from '../../../lib/region/cloudformation/specification';
import { identifiers } from '../../../lib/region/identifiers';

const specification = loadSpecification();
const place = { account: '111111111111', region: 'ap-northeast-2' };
const request = (type: string, properties: Record<string, unknown> = {}): ResourceRequest =>
  ({ place, stackName: 'Shop', stackId: 'arn:stack', logicalId: 'It', type, properties, metadata: {} });

async function record(type: string, properties: Record<string, unknown> = {}) {
  const known = specification(type);
  if (known === undefined) throw new Error(`no type ${type}`);
  const asked = request(type, properties);
  const provider = recorder(known, identifiers(dice(3)));
  const created = await provider.create(asked);
  const update = async (changed: Record<string, unknown>) => provider.update(request(type, changed), { ...created, properties });
  return { ...created, update };
}

test.each<readonly [string, Record<string, unknown>, RegExp, Record<string, unknown>]>([
  ['AWS::EC2::VPC', { CidrBlock: '10.0.0.0/16' }, /^vpc-[0-9a-f]{17}$/, { VpcId: expect.stringMatching(/^vpc-/), CidrBlock: '10.0.0.0/16', DefaultSecurityGroup: expect.stringMatching(/^sg-/), Ipv6CidrBlocks: [] }],
  ['AWS::EC2::Subnet', { VpcId: 'vpc-1', AvailabilityZone: 'z', CidrBlock: 'c' }, /^subnet-/, { SubnetId: expect.stringMatching(/^subnet-/), VpcId: 'vpc-1', AvailabilityZone: 'z', CidrBlock: 'c' }],
  ['AWS::EC2::Route', { RouteTableId: 'rtb-1', DestinationCidrBlock: '0.0.0.0/0' }, /^rtb-1\|0\.0\.0\.0\/0$/, { CidrBlock: '0.0.0.0/0' }],
  ['AWS::EC2::VPCGatewayAttachment', { VpcId: 'vpc-1', InternetGatewayId: 'igw-1' }, /^IGW\|vpc-1$/, { AttachmentType: 'IGW' }],
  ['AWS::EC2::EIP', {}, /^203\.0\.113\.\d+$/, { AllocationId: expect.stringMatching(/^eipalloc-/), PublicIp: expect.stringMatching(/^203\./) }],
  ['AWS::EC2::NatGateway', {}, /^nat-/, { NatGatewayId: expect.stringMatching(/^nat-/) }],
  ['AWS::KMS::Alias', { AliasName: 'alias/shop' }, /^alias\/shop$/, {}],
  ['AWS::S3::Bucket', {}, /^shop-it-[a-z0-9]{12}$/, { Arn: expect.stringMatching(/^arn:aws:s3:::shop-it-/), RegionalDomainName: expect.stringMatching(/\.s3\.ap-northeast-2\.amazonaws\.com$/) }],
  ['AWS::S3::BucketPolicy', { Bucket: 'b' }, /^b$/, {}],
  ['AWS::ECR::Repository', { RepositoryName: 'staging/api' }, /^staging\/api$/, { Arn: 'arn:aws:ecr:ap-northeast-2:111111111111:repository/staging/api', RepositoryUri: '111111111111.dkr.ecr.ap-northeast-2.amazonaws.com/staging/api' }],
  ['AWS::RDS::DBSubnetGroup', {}, /^shop-it-[a-z0-9]{12}$/, { DBSubnetGroupArn: expect.stringMatching(/^arn:aws:rds:.*:subgrp:shop-it-/) }],
  ['AWS::SecretsManager::RotationSchedule', { SecretId: 'arn:secret' }, /^arn:secret$/, { Id: 'arn:secret' }],
  ['AWS::ApplicationAutoScaling::ScalingPolicy', { PolicyName: 'cpu', ResourceId: 'service/a/b' }, /^arn:aws:autoscaling:.*:resource\/ecs\/service\/a\/b:policyName\/cpu$/, { Arn: expect.any(String) }],
])('%s is recorded by what Ref and GetAtt give (%p)', async (type, properties, ref, attributes) => {
  const created = await record(type, properties);
  expect(created.physicalId).toMatch(ref);
  expect(created.attributes).toMatchObject(attributes);
});

test('a type without an entry has what its specification says, and nothing that would be a guess', async () => {
  const { physicalId, attributes } = await record('AWS::Kinesis::Stream', { Name: 'clicks' });
  expect(physicalId).toBe('clicks');
  expect(attributes).toEqual({ Name: 'clicks', Arn: 'arn:aws:kinesis:ap-northeast-2:111111111111:stream/clicks' });
  expect((await record('AWS::CloudFront::Distribution', {})).attributes).not.toHaveProperty('DomainName');
});

test('an update keeps the id and what was made up, and repeats the new properties', async () => {
  const created = await record('AWS::EC2::Subnet', { VpcId: 'vpc-1', AvailabilityZone: 'a', CidrBlock: 'old' });
  const updated = await created.update({ VpcId: 'vpc-1', AvailabilityZone: 'a', CidrBlock: 'new' });
  expect(updated).toMatchObject({ physicalId: created.physicalId, attributes: { ...created.attributes, CidrBlock: 'new' } });
});

test('the same seed records the same ids, and a second resource has others', async () => {
  const known = specification('AWS::EC2::VPC');
  if (known === undefined) throw new Error('no VPC');
  const [one, other] = [identifiers(dice(3)), identifiers(dice(3))].map((ids) => recorder(known, ids));
  const first = await one?.create(request('AWS::EC2::VPC'));
  expect(await other?.create(request('AWS::EC2::VPC'))).toEqual(first);
  expect((await one?.create(request('AWS::EC2::VPC')))?.physicalId).not.toBe(first?.physicalId);
});
