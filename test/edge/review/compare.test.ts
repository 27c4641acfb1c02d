import type { ReviewedStack } from '../../../lib/core/review/change';
import type { Template } from '../../../lib/core/template/template';
import { compare } from '../../../lib/edge/review/compare';
import { aStack } from '../../support/reviewed';

const of = (Resources: Template['Resources'], others: object = {}): ReviewedStack => aStack({ Resources, ...others });
const fates = (before: ReviewedStack, after: ReviewedStack): readonly string[] => compare([before], [after]).map(({ logicalId, fate, replacedBecauseOf }) => [logicalId, fate, ...replacedBecauseOf].join(' '));

const group = (Port: number) => ({ Type: 'AWS::ElasticLoadBalancingV2::TargetGroup', Properties: { Port, Protocol: 'HTTP', HealthCheckPath: '/healthz' } });
const table = (others: object = {}) => ({ Type: 'AWS::DynamoDB::Table', Properties: { KeySchema: [{ AttributeName: 'a', KeyType: 'HASH' }] }, ...others });

test('what is replaced is what the resource specification says is', () => {
  expect(fates(of({ Group: group(80) }), of({ Group: group(81) }))).toEqual(['Group replaced Port']);
  const slower = { ...group(80), Properties: { ...group(80).Properties, HealthCheckIntervalSeconds: 30 } };
  expect(fates(of({ Group: group(80) }), of({ Group: slower }))).toEqual(['Group updated']);
});

test('what cannot be kept when something else is replaced is replaced with it, and says why', () => {
  const balancer = (Scheme: string) => ({ Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer', Properties: { Scheme } });
  const listener = { Type: 'AWS::ElasticLoadBalancingV2::Listener', Properties: { Port: 80, LoadBalancerArn: { Ref: 'Balancer' } } };
  const changes = compare([of({ Balancer: balancer('internal'), Listener: listener })], [of({ Balancer: balancer('internet-facing'), Listener: listener })]);
  expect(changes.find(({ logicalId }) => logicalId === 'Listener')).toMatchObject({ fate: 'replaced', replacedBecauseOf: ['LoadBalancerArn'], differences: [{ path: 'LoadBalancerArn' }] });
});

test('what is removed ends, or is left behind where its policy says so', () => {
  expect(fates(of({ Table: table() }), of({}))).toEqual(['Table removed']);
  expect(fates(of({ Table: table({ DeletionPolicy: 'Retain' }) }), of({}))).toEqual(['Table left-behind']);
});

test('a change of a type that AWS publishes no specification of is told', () => {
  const custom = (Roles: string) => ({ Type: 'Custom::DatabaseRoles', Properties: { Roles } });
  expect(fates(of({ Roles: custom('one') }), of({ Roles: custom('other') }))).toEqual(['Roles updated']);
});

test('metadata, order and white space are no change', () => {
  const machine = (DefinitionString: string, Metadata: object) => ({ Type: 'AWS::StepFunctions::StateMachine', Properties: { RoleArn: 'r', DefinitionString }, DependsOn: ['A', 'B'], Metadata: { ...Metadata } });
  const before = of({ A: table(), B: table(), Machine: machine('{"States":{}}', { 'aws:cdk:path': 'one' }) });
  const after = of({ Machine: { ...machine('{ "States": { } }', { 'aws:cdk:path': 'other' }), DependsOn: ['B', 'A'] }, B: table(), A: table() }, { Metadata: { x: 1 }, Description: 'other words' });
  expect(compare([before], [after])).toEqual([]);
});

describe('the name of a topology', () => {
  const topology = (fingerprint: string, host: string): ReviewedStack => of({
    TopologyCurrent: { Type: 'AWS::SSM::Parameter', Properties: { Name: '/changeover/production/api/topology/current', Value: fingerprint } },
    [`Topology${fingerprint}writerHost${fingerprint.slice(0, 8).toUpperCase()}`]: { Type: 'AWS::SSM::Parameter', Properties: { Name: `/changeover/production/api/topology/${fingerprint}/writerHost`, Value: host } },
  });
  const release = (fingerprint: string): ReviewedStack => aStack(
    { Resources: { Deployment: { Type: 'Custom::EcsBlueGreenDeployment', Properties: { Topology: fingerprint } } }, Parameters: { TopologyWriterHost: { Default: `/changeover/production/api/topology/${fingerprint}/writerHost` } } },
    { id: 'production-ApiRelease', axis: 'release' },
  );
  const [one, other] = ['aaaaaaaaaaaa', 'bbbbbbbbbbbb'];

  test('is told once, and changes no release', () => {
    expect(compare([topology(one, 'a'), release(one)], [topology(other, 'a'), release(other)]).map(({ logicalId, differences }) => [logicalId, differences])).toEqual([
      ['production-Api', [{ path: 'Topology', before: one, after: other }]],
    ]);
  });

  test('hides nothing of what is in its snapshot', () => {
    expect(compare([topology(one, 'a')], [topology(other, 'b')]).map(({ logicalId }) => logicalId)).toEqual(['production-Api', 'TopologywriterHost']);
  });
});

test('a stack is told where it moves, and what is acknowledged in it', () => {
  const before = of({});
  const after = { ...before, account: '111111111111', terminationProtection: false, acknowledged: { 'production-Api/Role: AwsSolutions-IAM5': 'it is late' } };
  expect(compare([before], [after]).flatMap(({ type, differences }) => differences.map(({ path }) => `${type} ${path}`))).toEqual([
    'stack Account', 'stack TerminationProtection', 'stack Acknowledged.production-Api/Role: AwsSolutions-IAM5',
  ]);
});
