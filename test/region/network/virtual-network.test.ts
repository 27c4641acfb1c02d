import { dice } from '../../../lib/core/chance';
import type { CloudFormation } from '../../../lib/region/cloudformation/engine';
import { targetPort } from '../../../lib/region/ecs/target-port';
import { identifiers } from '../../../lib/region/identifiers';
import { securityGroupResources } from '../../../lib/region/network/resources';
import { SecurityGroups } from '../../../lib/region/network/security-groups';
import { topology } from '../../../lib/region/network/topology';
import { VirtualNetwork } from '../../../lib/region/network/virtual-network';
import { making } from '../support/made';

/** Resources of one stack, by type, as CloudFormation keeps them. */
function stackOf(resources: readonly { readonly type: string; readonly physicalId: string; readonly properties?: object; readonly attributes?: object }[]): () => CloudFormation {
  const kept = new Map(resources.map((resource, index) => [String(index), { properties: {}, attributes: {}, ...resource }]));
  return () => ({ stacks: new Map([['it', { resources: kept }]]) }) as unknown as CloudFormation;
}

const association = (subnet: string, table: string) => ({ type: 'AWS::EC2::SubnetRouteTableAssociation', physicalId: `a-${subnet}`, properties: { SubnetId: subnet, RouteTableId: table } });
const route = (table: string, more: object) => ({ type: 'AWS::EC2::Route', physicalId: table, properties: { RouteTableId: table, DestinationCidrBlock: '0.0.0.0/0', ...more } });
const subnet = (id: string, CidrBlock: string) => ({ type: 'AWS::EC2::Subnet', physicalId: id, properties: { CidrBlock } });
/** One public subnet with a NAT gateway, a private one that goes out through it, and one that goes nowhere. */
const VPC = [
  subnet('public', '10.0.0.0/24'), subnet('private', '10.0.1.0/24'), subnet('isolated', '10.0.2.0/24'),
  association('public', 'rt-public'), association('private', 'rt-private'), association('isolated', 'rt-isolated'),
  route('rt-public', { GatewayId: 'igw-1' }), route('rt-private', { NatGatewayId: 'nat-1' }),
  { type: 'AWS::EC2::NatGateway', physicalId: 'nat-1', properties: { SubnetId: 'public', AllocationId: 'eipalloc-1' } }, { type: 'AWS::EC2::EIP', physicalId: '203.0.113.7', attributes: { AllocationId: 'eipalloc-1' } },
];

let groups: SecurityGroups;
let network: VirtualNetwork;
let resources: ReturnType<typeof making>;
beforeEach(() => {
  groups = new SecurityGroups(() => undefined);
  network = new VirtualNetwork(groups, topology(stackOf(VPC)));
  resources = making(securityGroupResources(groups, identifiers(dice(1))));
});

const group = async (ingress: readonly object[] = [], egress: readonly object[] = [], logicalId = 'Group'): Promise<string> =>
  (await resources.create('SecurityGroup', { GroupDescription: 'g', SecurityGroupIngress: ingress, SecurityGroupEgress: egress }, logicalId)).physicalId;
const tcp = (port: number, peer: object) => ({ IpProtocol: 'tcp', FromPort: port, ToPort: port, ...peer });
const anywhere = (port: number) => tcp(port, { CidrIp: '0.0.0.0/0' });

test('a task reaches a database whose group names its own, by a rule of another resource', async () => {
  const [task, database] = [await group(), await group()];
  const reaches = (): boolean => network.reaches({ groups: [task], subnets: ['private'] }, { attached: { groups: [database], subnets: ['isolated'] }, isPublic: false }, 5_432);
  expect(reaches()).toBe(false);
  const rule = await resources.create('SecurityGroupIngress', { GroupId: database, ...tcp(5_432, { SourceSecurityGroupId: task }) });
  expect(reaches()).toBe(true);
  await resources.remove('SecurityGroupIngress', rule);
  expect(reaches()).toBe(false);
});

test('an egress rule of another resource takes the place of the one for everything', async () => {
  const [task, database] = [await group(), await group([anywhere(5_432)])];
  const reaches = (): boolean => network.reaches({ groups: [task], subnets: ['private'] }, { attached: { groups: [database], subnets: ['isolated'] }, isPublic: false }, 5_432);
  expect(reaches()).toBe(true);
  await resources.create('SecurityGroupEgress', { GroupId: task, ...anywhere(443) });
  expect(reaches()).toBe(false);
});

test('a public balancer is reached through the NAT gateway, by its address and not by a group', async () => {
  const [hook, byGroup, byAddress] = [await group(), await group([]), await group([tcp(8_443, { CidrIp: '203.0.113.7/32' })])];
  await resources.create('SecurityGroupIngress', { GroupId: byGroup, ...tcp(8_443, { SourceSecurityGroupId: hook }) });
  const from = (subnet_: string) => ({ groups: [hook], subnets: [subnet_] });
  const balancer = (id: string, isPublic = true) => ({ attached: { groups: [id], subnets: ['public'] }, isPublic });
  expect(network.reaches(from('private'), balancer(byAddress), 8_443)).toBe(true);
  expect(network.reaches(from('private'), balancer(byGroup), 8_443)).toBe(false);
  expect(network.reaches(from('private'), balancer(byGroup, false), 8_443)).toBe(true);
  expect(network.reaches(from('isolated'), balancer(byAddress), 8_443)).toBe(false);
  expect(network.reaches({ groups: [hook], subnets: ['private', 'isolated'] }, balancer(byAddress), 8_443)).toBe(false);
});

test('from outside of any VPC public names are reached, and private ones are not', async () => {
  const [open, narrow] = [await group([anywhere(443)]), await group([tcp(443, { CidrIp: '203.0.113.0/24' })])];
  const reaches = (id: string, isPublic: boolean): boolean => network.reaches(undefined, { attached: { groups: [id], subnets: ['public'] }, isPublic }, 443);
  expect([reaches(open, true), reaches(narrow, true), reaches(open, false)]).toEqual([true, false, false]);
});

test('AWS\'s endpoints need a way out and a rule for it', async () => {
  const [may, mayNot] = [await group([], [anywhere(443)]), await group([], [anywhere(5_432)])];
  const reaches = (id: string, subnet_: string): boolean => network.reachesAws({ groups: [id], subnets: [subnet_] });
  expect([reaches(may, 'private'), reaches(mayNot, 'private'), reaches(may, 'isolated'), network.reachesAws(undefined)]).toEqual([true, false, false, true]);
});

test('groups and subnets that no stack has made limit nothing: they are somebody else\'s', () => {
  expect(network.reaches({ groups: ['sg-other'], subnets: ['subnet-other'] }, { attached: { groups: ['sg-others'], subnets: [] }, isPublic: false }, 5_432)).toBe(true);
});

test('which rules were needed is known', async () => {
  const [task, database] = [await group([], [anywhere(5_432)], 'Task'), await group([anywhere(5_432), tcp(5_432, { CidrIp: '10.0.0.0/16' })], [], 'Database')];
  network.remember({ groups: [task], subnets: ['private'] }, { attached: { groups: [database], subnets: ['isolated'] }, isPublic: false }, 5_432);
  expect([[...network.used], [...network.needed]]).toEqual([
    ['test-Stack/Task.SecurityGroupEgress[0]', 'test-Stack/Database.SecurityGroupIngress[0]', 'test-Stack/Database.SecurityGroupIngress[1]'], ['test-Stack/Task.SecurityGroupEgress[0]'],
  ]);
});

test('which ways were tried and found closed is known', async () => {
  const [task, database] = [await group([], [anywhere(443)]), await group()];
  network.remember({ groups: [task], subnets: ['private'] }, { attached: { groups: [database], subnets: ['isolated'] }, isPublic: false }, 5_432);
  network.remember({ groups: [task], subnets: ['private'] }, 'aws', 443);
  expect(network.closed()).toEqual([{ from: [task], to: [database], port: 5_432, closedBy: 'egress' }]);
});

test('a balancer finds nobody at a task whose group does not let it in', async () => {
  const [balancer, task] = [await group(), await group()];
  const portFor = targetPort({ behind: () => [{ target: { attached: { groups: [balancer], subnets: ['public'] }, isPublic: true } }] as never }, network, 9);
  const at = (): number => portFor('arn', { securityGroups: [task], subnets: ['private'], assignPublicIp: 'DISABLED' }, 8_080, 40_000);
  expect(at()).toBe(9);
  await resources.create('SecurityGroupIngress', { GroupId: task, ...tcp(8_080, { SourceSecurityGroupId: balancer }) });
  expect(at()).toBe(40_000);
});

test.each<readonly [string, string, Record<string, unknown>, string]>([
  ['a rule for a group that is not there', 'SecurityGroupIngress', { GroupId: 'sg-gone', ...anywhere(80) }, 'InvalidGroup.NotFound'],
  ['a rule for nobody', 'SecurityGroup', { SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 80, ToPort: 80 }] }, 'InvalidParameterValue'],
  ['a rule with a list of prefixes', 'SecurityGroup', { SecurityGroupEgress: [{ IpProtocol: 'tcp', FromPort: 80, ToPort: 80, DestinationPrefixListId: 'pl-1' }] }, 'ValidationError'],
  ['a port that is none', 'SecurityGroup', { SecurityGroupIngress: [tcp(99_999, { CidrIp: '0.0.0.0/0' })] }, 'ValidationError'],
])('%s is refused', async (_, type, properties, code) => {
  await expect(resources.create(type, properties)).rejects.toMatchObject({ code });
});
