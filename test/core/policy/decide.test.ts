import fc from 'fast-check';
import { contextOf } from '../../../lib/core/policy/context';
import { decide, type PolicySet, type ResourcePolicies } from '../../../lib/core/policy/decide';
import type { Policy, PolicyKind } from '../../../lib/core/policy/policy';
import { readPolicy } from '../../../lib/core/policy/read-policy';
import { refusalText } from '../../../lib/core/policy/refusal';
import type { AccessRequest, Principal } from '../../../lib/core/policy/request';

const ACCOUNT = '111122223333';
const role: Principal = { kind: 'role-session', account: ACCOUNT, roleArn: `arn:aws:iam::${ACCOUNT}:role/shop`, sessionArn: `arn:aws:sts::${ACCOUNT}:assumed-role/shop/one` };
const QUEUE = `arn:aws:sqs:ap-northeast-2:${ACCOUNT}:work`;
const request: AccessRequest = { principal: role, action: 'sqs:SendMessage', resource: QUEUE, context: contextOf({ 'aws:PrincipalAccount': ACCOUNT }) };

function policy(kind: PolicyKind, ...statements: object[]): Policy {
  const read = readPolicy('P', { Version: '2012-10-17', Statement: statements }, kind);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.value;
}
const statement = (Effect: 'Allow' | 'Deny', more: object = {}) => ({ Effect, Action: 'sqs:*', Resource: '*', ...more });
const identity = (...statements: object[]): readonly Policy[] => [policy('identity', ...statements)];
const resource = (rule: ResourcePolicies['rule'], owner: string, ...statements: object[]): ResourcePolicies => ({ rule, account: owner, policies: statements.length === 0 ? [] : [policy('resource', ...statements)] });
const boundary = (...statements: object[]): Policy => policy('identity', ...statements);

/** Allowed, or why not. */
function outcome(policies: PolicySet, asked: AccessRequest = request): string {
  const decision = decide(asked, policies);
  return decision.allowed ? 'allowed' : `${decision.because}: ${decision.type}`;
}

const me = { Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/shop` } };
const mySession = { Principal: { AWS: `arn:aws:sts::${ACCOUNT}:assumed-role/shop/one` } };
const account = { Principal: { AWS: ACCOUNT } };

test.each<readonly [string, PolicySet, string]>([
  ['nothing is said', { identity: [] }, 'nothing-allows: identity-based policy'],
  ['the identity may', { identity: identity(statement('Allow')) }, 'allowed'],
  ['the identity may something else', { identity: identity(statement('Allow', { Action: 'sqs:ReceiveMessage' })) }, 'nothing-allows: identity-based policy'],
  ['the identity may everything else', { identity: identity(statement('Allow', { Action: undefined, NotAction: 'sqs:SendMessage' })) }, 'nothing-allows: identity-based policy'],
  ['the identity may it elsewhere', { identity: identity(statement('Allow', { Resource: `${QUEUE}2` })) }, 'nothing-allows: identity-based policy'],
  ['the identity may it on all others', { identity: identity(statement('Allow', { Resource: undefined, NotResource: QUEUE })) }, 'nothing-allows: identity-based policy'],
  ['the identity may it in another account', { identity: identity(statement('Allow', { Condition: { StringEquals: { 'aws:PrincipalAccount': 'x' } } })) }, 'nothing-allows: identity-based policy'],
  ['one statement allows and one denies', { identity: identity(statement('Allow'), statement('Deny')) }, 'explicit-deny: identity-based policy'],
  ['the identity may, the resource denies', { identity: identity(statement('Allow')), resource: resource('enough', ACCOUNT, statement('Deny', { Principal: '*' })) }, 'explicit-deny: resource-based policy'],
  ['the resource denies somebody else', { identity: identity(statement('Allow')), resource: resource('enough', ACCOUNT, statement('Deny', { Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/other` } })) }, 'allowed'],
  ['only the resource allows, naming the role', { identity: [], resource: resource('enough', ACCOUNT, statement('Allow', me)) }, 'allowed'],
  ['the resource only names the account', { identity: [], resource: resource('enough', ACCOUNT, statement('Allow', account)) }, 'nothing-allows: identity-based policy'],
  ['the identity may, within its boundary', { identity: identity(statement('Allow')), boundary: boundary(statement('Allow')) }, 'allowed'],
  ['the identity may, beyond its boundary', { identity: identity(statement('Allow')), boundary: boundary(statement('Allow', { Action: 's3:*' })) }, 'nothing-allows: permissions boundary'],
  ['the boundary denies', { identity: identity(statement('Allow')), boundary: boundary(statement('Allow'), statement('Deny')) }, 'explicit-deny: permissions boundary'],
  ['the boundary allows, the identity does not', { identity: [], boundary: boundary(statement('Allow')) }, 'nothing-allows: identity-based policy'],
  ['the resource names the role, beyond its boundary', { identity: [], boundary: boundary(statement('Allow', { Action: 's3:*' })), resource: resource('enough', ACCOUNT, statement('Allow', me)) }, 'nothing-allows: permissions boundary'],
  ['the resource names the session, beyond the boundary', { identity: [], boundary: boundary(statement('Allow', { Action: 's3:*' })), resource: resource('enough', ACCOUNT, statement('Allow', mySession)) }, 'allowed'],
  ['a key names nobody', { identity: identity(statement('Allow')), resource: resource('needed', ACCOUNT) }, 'nothing-allows: resource-based policy'],
  ['a key names the account, and the identity may', { identity: identity(statement('Allow')), resource: resource('needed', ACCOUNT, statement('Allow', account)) }, 'allowed'],
  ['a key names the account, and the identity may not', { identity: [], resource: resource('needed', ACCOUNT, statement('Allow', account)) }, 'nothing-allows: identity-based policy'],
  ['a key names the role', { identity: [], resource: resource('needed', ACCOUNT, statement('Allow', me)) }, 'allowed'],
  ['another account\'s queue, the identity may', { identity: identity(statement('Allow')), resource: resource('enough', '999999999999') }, 'nothing-allows: resource-based policy'],
  ['another account\'s queue, only it allows', { identity: [], resource: resource('enough', '999999999999', statement('Allow', me)) }, 'nothing-allows: identity-based policy'],
  ['another account\'s queue, both allow', { identity: identity(statement('Allow')), resource: resource('enough', '999999999999', statement('Allow', account)) }, 'allowed'],
])('%s', (_, policies, expected) => {
  expect(outcome(policies)).toBe(expected);
});

test('a service may what a policy of the resource lets it, and on the terms of that policy', () => {
  const topic = resource('enough', ACCOUNT, statement('Allow', { Principal: { Service: 'cloudwatch.amazonaws.com' }, Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:cloudwatch:*:*:alarm:*' } } }));
  const by = (name: string, source: string): string => outcome({ identity: [], resource: topic }, { ...request, principal: { kind: 'service', name }, context: contextOf({ 'aws:SourceArn': source }) });
  expect([by('cloudwatch.amazonaws.com', 'arn:aws:cloudwatch:r:a:alarm:x'), by('events.amazonaws.com', 'arn:aws:cloudwatch:r:a:alarm:x'), by('cloudwatch.amazonaws.com', 'arn:aws:sqs:r:a:x')])
    .toEqual(['allowed', 'nothing-allows: resource-based policy', 'nothing-allows: resource-based policy']);
});

test('all statements that allow are named, for whoever asks whether one of them is needed', () => {
  const decision = decide(request, { identity: identity(statement('Allow', { Resource: 'arn:aws:s3:::x' }), statement('Allow'), statement('Allow', { Action: '*' })) });
  expect(decision).toMatchObject({ allowed: true, by: [{ where: 'P[1]' }, { where: 'P[2]' }] });
});

test('a refusal says who, what, where and why', () => {
  const text = (policies: PolicySet): string => {
    const decision = decide(request, policies);
    return decision.allowed ? '' : refusalText(request, decision);
  };
  const asked = `User: arn:aws:sts::${ACCOUNT}:assumed-role/shop/one is not authorized to perform: sqs:SendMessage on resource: ${QUEUE}`;
  expect(text({ identity: [] })).toBe(`${asked} because no identity-based policy allows the sqs:SendMessage action`);
  expect(text({ identity: identity(statement('Deny')) })).toBe(`${asked} with an explicit deny in an identity-based policy`);
  expect(text({ identity: identity(statement('Allow')), resource: resource('needed', ACCOUNT) })).toBe(`${asked} because no resource-based policy allows the sqs:SendMessage action`);
});

describe('whatever the policies are', () => {
  const actions = fc.constantFrom('sqs:SendMessage', 'sqs:*', '*', 'sqs:ReceiveMessage', 's3:GetObject');
  const resources = fc.constantFrom('*', QUEUE, `${QUEUE}2`, `arn:aws:sqs:*:${ACCOUNT}:*`);
  const conditions = fc.constantFrom({}, { Condition: { StringEquals: { 'aws:PrincipalAccount': ACCOUNT } } }, { Condition: { Null: { 'aws:PrincipalAccount': 'true' } } });
  const effects = fc.constantFrom('Allow' as const, 'Deny' as const);
  const names = fc.constantFrom({}, { Principal: '*' }, account, me, mySession, { Principal: { Service: 'sns.amazonaws.com' } });
  const own = fc.record({ Effect: effects, Action: actions, Resource: resources }).chain((one) => conditions.map((more) => ({ ...one, ...more })));
  const theirs = fc.tuple(own, names.filter((name) => 'Principal' in name)).map(([one, name]) => ({ ...one, ...name }));
  const sets: fc.Arbitrary<PolicySet> = fc.record({
    identity: fc.array(own, { minLength: 1, maxLength: 4 }).map((list) => identity(...list)),
    boundary: fc.option(fc.array(own, { minLength: 1, maxLength: 3 }).map((list) => boundary(...list)), { nil: undefined }),
    resource: fc.option(fc.record({ rule: fc.constantFrom('enough' as const, 'needed' as const), owner: fc.constantFrom(ACCOUNT, '999999999999'), list: fc.array(theirs, { maxLength: 3 }) })
      .map(({ rule, owner, list }) => resource(rule, owner, ...list)), { nil: undefined }),
  });
  const runs = { seed: 20_260_105, numRuns: 1_000 };
  const allowed = (policies: PolicySet): boolean => decide(request, policies).allowed;

  test('a denial that applies wins', () => {
    fc.assert(fc.property(sets, (set) => {
      expect(allowed({ ...set, identity: [...set.identity, ...identity(statement('Deny'))] })).toBe(false);
      expect(allowed({ ...set, boundary: boundary(statement('Deny'), ...[statement('Allow')]) })).toBe(false);
    }), runs);
  });

  test('one more statement that allows never takes anything away', () => {
    fc.assert(fc.property(sets, own, (set, one) => {
      const more = { ...set, identity: [...set.identity, ...identity({ ...one, Effect: 'Allow' })] };
      expect(allowed(more) || !allowed(set)).toBe(true);
    }), runs);
  });

  test('one more statement that denies never gives anything', () => {
    fc.assert(fc.property(sets, own, (set, one) => {
      const more = { ...set, identity: [...set.identity, ...identity({ ...one, Effect: 'Deny' })] };
      expect(allowed(set) || !allowed(more)).toBe(true);
    }), runs);
  });

  test('a boundary never gives anything', () => {
    fc.assert(fc.property(sets, (set) => expect(allowed({ ...set, boundary: undefined }) || !allowed(set)).toBe(true)), runs);
  });

  test('the order of statements does not matter', () => {
    const turned = ({ name, statements }: Policy): Policy => ({ name, statements: [...statements].reverse() });
    fc.assert(fc.property(sets, (set) => {
      const other: PolicySet = {
        identity: [...set.identity].reverse().map(turned), boundary: set.boundary === undefined ? undefined : turned(set.boundary),
        resource: set.resource === undefined ? undefined : { ...set.resource, policies: set.resource.policies.map(turned) },
      };
      expect(allowed(other)).toBe(allowed(set));
    }), runs);
  });

  test('without any statement that allows, nothing is allowed', () => {
    fc.assert(fc.property(sets, (set) => {
      const only = ({ name, statements }: Policy): Policy => ({ name, statements: statements.filter(({ effect }) => effect === 'Deny') });
      const denying: PolicySet = { identity: set.identity.map(only), resource: set.resource === undefined ? undefined : { ...set.resource, policies: set.resource.policies.map(only) } };
      expect(allowed(denying)).toBe(false);
    }), runs);
  });

  test('removing a statement that was the only one to allow refuses, removing any other does not', () => {
    fc.assert(fc.property(sets, (set) => {
      const decision = decide(request, set);
      if (!decision.allowed) return;
      const without = (gone: unknown) => ({ name, statements }: Policy): Policy => ({ name, statements: statements.filter((one) => one !== gone) });
      for (const one of decision.by) {
        const rest: PolicySet = { ...set, identity: set.identity.map(without(one)), resource: set.resource === undefined ? undefined : { ...set.resource, policies: set.resource.policies.map(without(one)) } };
        expect(allowed(rest)).toBe(decision.by.length > 1);
      }
    }), runs);
  });
});
