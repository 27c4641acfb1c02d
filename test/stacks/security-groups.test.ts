import { synthesize } from './support/synthesize';
import { type CfnTemplate, ofType, only } from './support/template';

const templates = synthesize();
const network = templates['production-Network'] as CfnTemplate;

/** Who may open a connection to whom, by the rules on both sides: `Api -> DatabaseProxy:5432`. */
function paths(): readonly string[] {
  const out = ofType(network, 'AWS::EC2::SecurityGroupEgress').map(({ Properties }) =>
    `${nameOf(Properties['GroupId'])} -> ${nameOf(Properties['DestinationSecurityGroupId'])}:${Properties['FromPort']}`);
  const into = ofType(network, 'AWS::EC2::SecurityGroupIngress').map(({ Properties }) =>
    `${nameOf(Properties['SourceSecurityGroupId'])} -> ${nameOf(Properties['GroupId'])}:${Properties['FromPort']}`);
  expect([...into].sort()).toEqual([...out].sort());
  return out;
}

interface Ingress {
  readonly CidrIp: unknown;
  readonly FromPort: number;
}

const nameOf = (attribute: { 'Fn::GetAtt': [string, string] }): string => attribute['Fn::GetAtt'][0].replace(/^Groups|[0-9A-F]{8}$/g, '');

test('every tier reaches exactly what it needs', () => {
  expect([...paths()].sort()).toEqual([
    'Api -> DatabasePrimary:5432',
    'Api -> DatabaseProxy:5432',
    'Api -> DatabaseReplica:5432',
    'Auxiliary -> DatabaseReplica:5432',
    'AuxiliaryLoadBalancer -> Auxiliary:8080',
    'DatabaseBootstrap -> DatabasePrimary:5432',
    'DatabaseProxy -> DatabasePrimary:5432',
    'DatabaseRotation -> DatabasePrimary:5432',
    'Hooks -> DatabasePrimary:5432',
    'LoadBalancer -> Api:8080',
  ]);
});

test('from the internet only load balancers are reached, on their two public ports', () => {
  const ingress = ofType(network, 'AWS::EC2::SecurityGroup').flatMap(({ id, Properties }) =>
    ((Properties['SecurityGroupIngress'] ?? []) as Ingress[]).map((rule) => ({ id, ...rule })));
  const open = ingress.filter(({ CidrIp }) => CidrIp === '0.0.0.0/0');
  const [balancer, auxiliary] = [/^GroupsLoadBalancer/, /^GroupsAuxiliaryLoadBalancer/].map((id) => expect.stringMatching(id));
  expect(open.map(({ id, FromPort }) => [id, FromPort])).toEqual([[balancer, 80], [balancer, 443], [auxiliary, 80], [auxiliary, 443]]);
});

test.each([
  ['staging', 'GroupsLoadBalancer'], ['production', 'GroupsLoadBalancer'], ['production', 'GroupsAuxiliaryLoadBalancer'],
])('the test listener of %s behind %s is reached from its own NAT gateways alone', (stage, group) => {
  const template = templates[`${stage}-Network`] as CfnTemplate;
  const addresses = ofType(template, 'AWS::EC2::EIP').map(({ id }) => id);
  const ingress = only(template, 'AWS::EC2::SecurityGroup', group).Properties['SecurityGroupIngress'] as Ingress[];
  const sources = ingress.filter(({ FromPort }) => FromPort === 8_443).map(({ CidrIp }) => CidrIp);
  expect(sources).toEqual(addresses.map((address) => ({ 'Fn::Join': ['', [{ Ref: address }, '/32']] })));
  const used = ofType(template, 'AWS::EC2::NatGateway').map(({ Properties }) => Properties['AllocationId']['Fn::GetAtt'][0] as string);
  expect(used.sort()).toEqual([...addresses].sort());
});

test('no other stack makes a rule', () => {
  for (const [name, template] of Object.entries(templates).filter(([stack]) => !stack.endsWith('-Network'))) {
    expect([name, Object.values(template.Resources).filter(({ Type }) => Type.startsWith('AWS::EC2::SecurityGroup'))]).toEqual([name, []]);
  }
});

test('the network spreads over the three zones that the stage names', () => {
  const zones = ofType(network, 'AWS::EC2::Subnet').map(({ Properties }) => Properties['AvailabilityZone'] as string);
  expect(new Set(zones)).toEqual(new Set(['ap-northeast-2a', 'ap-northeast-2b', 'ap-northeast-2c']));
  expect(zones).toHaveLength(9);
});

test('databases have no way out, and layers of images need not pay for one', () => {
  const routes = ofType(network, 'AWS::EC2::Route').map(({ id }) => id);
  expect(routes.filter((id) => id.includes('DataSubnet'))).toEqual([]);
  expect(only(network, 'AWS::EC2::VPCEndpoint').Properties).toMatchObject({ VpcEndpointType: 'Gateway' });
});

test('what flows is logged', () => {
  expect(only(network, 'AWS::EC2::FlowLog').Properties)
    .toMatchObject({ ResourceType: 'VPC', TrafficType: 'ALL', LogDestinationType: 'cloud-watch-logs' });
});
