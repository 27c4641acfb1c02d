import { forbiddenBy, readStackPolicy, type UpdateKind } from '../../../lib/region/cloudformation/stack-policy';

const policy = (...Statement: readonly object[]): string => JSON.stringify({ Statement });
const allow = { Effect: 'Allow', Action: 'Update:*', Principal: '*', Resource: '*' };
const deny = (more: object): object => ({ ...allow, Effect: 'Deny', ...more });

test.each<[string, string, UpdateKind, string | undefined]>([
  ['what everything allows', policy(allow), 'Update:Replace', undefined],
  ['what nothing is said of', policy({ ...allow, Resource: 'LogicalResourceId/Other' }), 'Update:Modify', 'Action not allowed by stack policy: no statement allows [Update:Modify] for resource [Data]'],
  ['what is denied by name', policy(allow, deny({ Resource: 'LogicalResourceId/Da*' })), 'Update:Modify', 'Action denied by stack policy: Statement [#2] does not allow [Update:Modify] for resource [Data]'],
  ['what is denied by kind', policy(allow, deny({ Action: ['Update:Replace', 'Update:Delete'] })), 'Update:Delete', 'Action denied by stack policy: Statement [#2] does not allow [Update:Delete] for resource [Data]'],
  ['another kind than the denied ones', policy(allow, deny({ Action: ['Update:Replace', 'Update:Delete'] })), 'Update:Modify', undefined],
  ['what is denied by type', policy(allow, deny({ Condition: { StringLike: { ResourceType: ['AWS::RDS::*'] } } })), 'Update:Modify', 'Action denied by stack policy: Statement [#2] does not allow [Update:Modify] for resource [Data]'],
  ['another type than the denied one', policy(allow, deny({ Condition: { StringEquals: { ResourceType: ['AWS::EC2::VPC'] } } })), 'Update:Modify', undefined],
  ['all but the named', policy({ Effect: 'Allow', NotAction: 'Update:Delete', Principal: '*', NotResource: 'LogicalResourceId/Other' }), 'Update:Modify', undefined],
])('%s', (_, text, kind, refusal) => {
  expect(forbiddenBy(text, 'Data', 'AWS::RDS::DBInstance', kind)).toBe(refusal);
});

test.each([
  ['no JSON', 'Invalid stack policy'], ['{}', 'Invalid stack policy'], [policy({ ...allow, Effect: 'Maybe' }), 'the Effect Allow or Deny, got "Maybe"'], [policy({ ...allow, Principal: 'me' }), 'the Principal *'],
  [policy({ ...allow, Action: 'Update:Paint' }), 'got Update:Paint'], [policy({ ...allow, Resource: 'Data' }), 'by LogicalResourceId/'], [policy({ ...allow, Colour: 'red' }), 'no element Colour'],
  [policy({ ...allow, Condition: { DateLessThan: {} } }), 'StringEquals or StringLike of ResourceType'],
])('%s is no stack policy', (text, message) => {
  expect(() => readStackPolicy(text)).toThrow(message);
});
