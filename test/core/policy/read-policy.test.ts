import { readPolicy } from '../../../lib/core/policy/read-policy';

const allow = { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: '*' };
const trust = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } };
const of = (statement: object) => ({ Version: '2012-10-17', Statement: [statement] });

test('a policy is read with where each statement stands', () => {
  expect(readPolicy('P', { Version: '2012-10-17', Id: 'x', Statement: [allow, { ...allow, Effect: 'Deny', Action: ['a:B', '*'], NotResource: ['arn:aws:sqs:::q'], Resource: undefined }] }, 'identity')).toMatchObject({ ok: true, value: { statements: [
    { where: 'P[0]', effect: 'Allow', actions: { not: false, patterns: ['sqs:SendMessage'] }, resources: { not: false, patterns: ['*'] }, principals: undefined },
    { where: 'P[1]', effect: 'Deny', actions: { patterns: ['a:B', '*'] }, resources: { not: true, patterns: ['arn:aws:sqs:::q'] } },
  ] } });
});

test('one statement needs no list, and one value neither', () => {
  expect(readPolicy('P', { Statement: { ...allow, Condition: { Bool: { 'aws:SecureTransport': false } } } }, 'identity')).toMatchObject({ ok: true, value: { statements: [{ conditions: [{ key: 'aws:SecureTransport', values: ['false'] }] }] } });
});

test('principals of every kind are told apart', () => {
  const Principal = { AWS: ['*', '111122223333', 'arn:aws:iam::111122223333:root', 'arn:aws:iam::111122223333:role/r'], Service: 'sns.amazonaws.com', Federated: 'arn:aws:iam::111122223333:oidc-provider/x' };
  expect(readPolicy('P', of({ ...allow, Principal }), 'resource')).toMatchObject({ ok: true, value: { statements: [{ principals: [
    { kind: 'anyone' }, { kind: 'account', account: '111122223333' }, { kind: 'account', account: '111122223333' }, { kind: 'arn', arn: 'arn:aws:iam::111122223333:role/r' }, { kind: 'service', name: 'sns.amazonaws.com' },
    { kind: 'federated', provider: 'arn:aws:iam::111122223333:oidc-provider/x' },
  ] }] } });
});

test.each<readonly [string, unknown, 'identity' | 'resource' | 'trust', string]>([
  ['nothing', undefined, 'identity', 'P.Statement must have at least one statement'],
  ['another version', { Version: '2008-10-17', Statement: [allow] }, 'identity', 'P.Version must be 2012-10-17, got "2008-10-17"'],
  ['an element that there is not', { ...of(allow), Colour: 'red' }, 'identity', 'P.Colour is no element of a policy'],
  ['an element of a statement that there is not', of({ ...allow, NotPrincipal: '*' }), 'identity', 'P.Statement[0].NotPrincipal is no element of a statement that is known here'],
  ['another effect', of({ ...allow, Effect: 'allow' }), 'identity', 'P.Statement[0].Effect must be Allow or Deny, got "allow"'],
  ['no action', of({ ...allow, Action: undefined }), 'identity', 'P.Statement[0].Action must be given as Action or as NotAction, and not as both'],
  ['both kinds of actions', of({ ...allow, NotAction: 'a:B' }), 'identity', 'and not as both'],
  ['an action without its service', of({ ...allow, Action: 'SendMessage' }), 'identity', 'must be a service and an action, such as sqs:SendMessage, got SendMessage'],
  ['a resource that is no ARN', of({ ...allow, Resource: 'queue' }), 'identity', 'must be an ARN or *, got queue'],
  ['an empty list of resources', of({ ...allow, Resource: [] }), 'identity', 'must be a text or a list of texts, got []'],
  ['a principal in a policy of an identity', of({ ...allow, Principal: '*' }), 'identity', 'P.Statement[0].Principal must be left out'],
  ['no principal in one of a resource', of(allow), 'resource', 'P.Statement[0].Principal must say whom the statement is about'],
  ['a resource in a trust policy', of({ ...trust, Resource: '*' }), 'trust', 'P.Statement[0].Resource must be left out'],
  ['a pattern for a principal', of({ ...allow, Principal: { AWS: 'arn:aws:iam::111122223333:role/*' } }), 'resource', 'must be an account or a whole ARN'],
  ['a kind of principal that there is not', of({ ...allow, Principal: { User: 'x' } }), 'resource', 'must be of the kind AWS, Service or Federated, got User'],
  ['an operator that there is not', of({ ...allow, Condition: { StringIs: { a: 'b' } } }), 'identity', 'P.Statement[0].Condition.StringIs is no operator that is known here'],
  ['a value that is no text', of({ ...allow, Condition: { StringEquals: { a: {} } } }), 'identity', 'must be a text or a list of texts, got {}'],
])('%s is a problem', (_, source, kind, message) => {
  const read = readPolicy('P', source, kind);
  expect(read.ok ? [] : read.problems.map((problem) => `${problem.path} ${problem.message}`)).toContainEqual(expect.stringContaining(message));
});
