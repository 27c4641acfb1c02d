import type { AssemblyTemplate, TemplateResource } from '../../lib/edge/assembly/assembly';
import { dependenciesOf, isImplied, reversed } from './dependencies';
import { openingsOf } from './openings';
import { verdictOn } from './verdict';
import { without } from './without';

const allow = (...Action: string[]) => ({ Effect: 'Allow', Action, Resource: '*' });
const template: AssemblyTemplate = {
  Resources: {
    Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }] } } },
    Policy: { Type: 'AWS::IAM::Policy', Properties: { Roles: [{ Ref: 'Role' }], PolicyDocument: { Statement: [allow('sqs:SendMessage', 'sqs:DeleteMessage'), allow('s3:GetObject'), { ...allow('s3:*'), Effect: 'Deny' }] } } },
    Tasks: { Type: 'AWS::EC2::SecurityGroup', Properties: {} },
    Data: { Type: 'AWS::EC2::SecurityGroup', Properties: { SecurityGroupIngress: [{ CidrIp: '10.0.0.0/8', IpProtocol: 'tcp' }] } },
    Out: { Type: 'AWS::EC2::SecurityGroupEgress', Properties: { GroupId: { 'Fn::GetAtt': ['Tasks', 'GroupId'] }, DestinationSecurityGroupId: { 'Fn::GetAtt': ['Data', 'GroupId'] } } },
    Code: { Type: 'AWS::Lambda::Function', DependsOn: ['Policy', 'Role'], Properties: { Role: { 'Fn::GetAtt': ['Role', 'Arn'] } } } as AssemblyTemplate['Resources'][string],
  },
};
const stack = { stackName: 's', template };
const openings = openingsOf(stack);
const left = (...keys: string[]) => without(template, openings.filter(({ key }) => keys.includes(key))).Resources as Readonly<Record<string, TemplateResource>>;

test('everything that allows is an opening, by the name that the region has for it, and what denies is none', () => {
  expect(openings.map(({ key }) => key)).toEqual([
    's/Role.AssumeRolePolicyDocument[0] sts:AssumeRole', 's/Policy[0] sqs:SendMessage', 's/Policy[0] sqs:DeleteMessage', 's/Policy[1] s3:GetObject', 's/Data.SecurityGroupIngress[0]', 's/Out',
  ]);
});

test('a policy in a place that nobody looks into is an error', () => {
  expect(() => openingsOf({ stackName: 's', template: { Resources: { Odd: { Type: 'AWS::Odd::Thing', Properties: { Policy: { Statement: [] } } } } } })).toThrow('s/Odd has a policy in Policy');
});

test('one action goes, and with its last action the statement', () => {
  expect(left('s/Policy[0] sqs:SendMessage')['Policy']!.Properties).toMatchObject({ PolicyDocument: { Statement: [{ Action: ['sqs:DeleteMessage'] }, { Action: ['s3:GetObject'] }, { Effect: 'Deny' }] } });
  expect(left('s/Policy[1] s3:GetObject')['Policy']!.Properties).toMatchObject({ PolicyDocument: { Statement: [{ Action: ['sqs:SendMessage', 'sqs:DeleteMessage'] }, { Effect: 'Deny' }] } });
});

test('a role has to trust somebody, so that it comes to trust nobody', () => {
  expect(left('s/Role.AssumeRolePolicyDocument[0] sts:AssumeRole')['Role']!.Properties).toMatchObject({ AssumeRolePolicyDocument: { Statement: [{ Effect: 'Deny' }] } });
});

test('with its last egress rule a group lets nothing out, where without any it would let out everything', () => {
  const { Out, Tasks } = left('s/Out');
  expect(Out).toBeUndefined();
  expect(Tasks!.Properties).toMatchObject({ SecurityGroupEgress: [{ CidrIp: '255.255.255.255/32' }] });
});

test('an order that the properties keep is implied, another is turned round', () => {
  const orders = dependenciesOf(stack);
  expect(orders.map((order) => [order.to, isImplied(order, template)])).toEqual([['Policy', false], ['Role', true]]);
  const turned = reversed(orders[0]!, template).Resources as Record<string, { DependsOn?: string[] }>;
  expect([turned['Code']!.DependsOn, turned['Policy']!.DependsOn]).toEqual([['Role'], ['Code']]);
});

test('what is missing has to be named by somebody', () => {
  expect(verdictOn({ failure: undefined, refusals: [] }, ['sqs:SendMessage'])).toEqual({ kind: 'survived' });
  expect(verdictOn({ failure: 'it failed', refusals: ['may not SQS:SendMessage'] }, ['sqs:SendMessage'])).toEqual({ kind: 'named', message: 'may not SQS:SendMessage' });
  expect(verdictOn({ failure: 'it failed', refusals: [] }, ['sqs:SendMessage'])).toEqual({ kind: 'unnamed', message: 'it failed' });
});
