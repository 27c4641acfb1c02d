import { conditionOf, meets, type Condition } from '../../../lib/core/policy/condition';
import { contextOf, filled } from '../../../lib/core/policy/context';

function condition(operator: string, key: string, ...values: string[]): Condition {
  const found = conditionOf(operator, key, values);
  if (found === undefined) throw new Error(`no operator ${operator}`);
  return found;
}

const context = contextOf({
  'aws:PrincipalAccount': '111122223333', 'aws:SourceArn': 'arn:aws:ecs:ap-northeast-2:111122223333:task/a', 'aws:SecureTransport': 'false', 'aws:SourceIp': '10.0.1.2', 'shop:Count': '5', 'aws:TagKeys': ['stage', 'owner'],
  'aws:CurrentTime': '2026-01-05T09:00:00Z', 'aws:TagNone': [],
});

test.each<readonly [string, string, readonly string[], boolean]>([
  ['StringEquals', 'aws:PrincipalAccount', ['x', '111122223333'], true], ['StringEquals', 'AWS:principalaccount', ['111122223333'], true], ['StringEquals', 'aws:PrincipalAccount', ['1*'], false],
  ['StringNotEquals', 'aws:PrincipalAccount', ['x', 'y'], true], ['StringNotEquals', 'aws:PrincipalAccount', ['x', '111122223333'], false],
  ['StringEqualsIgnoreCase', 'aws:SecureTransport', ['FALSE'], true], ['StringNotEqualsIgnoreCase', 'aws:SecureTransport', ['FALSE'], false],
  ['StringLike', 'aws:PrincipalAccount', ['1111*'], true], ['StringNotLike', 'aws:PrincipalAccount', ['1111*'], false],
  ['ArnLike', 'aws:SourceArn', ['arn:aws:ecs:*:111122223333:*'], true], ['ArnLike', 'aws:SourceArn', ['arn:aws:*:111122223333:*'], false], ['ArnEquals', 'aws:SourceArn', ['arn:aws:ecs:*:*:task/?'], true], ['ArnNotLike', 'aws:SourceArn', ['arn:aws:sqs:*:*:*'], true],
  ['Bool', 'aws:SecureTransport', ['false'], true], ['Bool', 'aws:SecureTransport', ['true'], false],
  ['IpAddress', 'aws:SourceIp', ['192.168.0.0/16', '10.0.0.0/16'], true], ['NotIpAddress', 'aws:SourceIp', ['10.0.0.0/16'], false],
  ['NumericLessThan', 'shop:Count', ['6'], true], ['NumericLessThan', 'shop:Count', ['5'], false], ['NumericLessThanEquals', 'shop:Count', ['5'], true], ['NumericGreaterThan', 'shop:Count', ['4.5'], true], ['NumericEquals', 'shop:Count', ['5.0'], true],
  ['NumericNotEquals', 'shop:Count', ['6'], true], ['NumericEquals', 'aws:PrincipalAccount', ['x'], false],
  ['DateGreaterThan', 'aws:CurrentTime', ['2026-01-01T00:00:00Z'], true], ['DateLessThan', 'aws:CurrentTime', ['2026-01-01T00:00:00Z'], false],
  ['Null', 'aws:MultiFactorAuthAge', ['true'], true], ['Null', 'aws:SourceIp', ['true'], false], ['Null', 'aws:SourceIp', ['false'], true],
  // What the request does not say.
  ['StringEquals', 'aws:UserAgent', ['x'], false], ['StringNotEquals', 'aws:UserAgent', ['x'], true], ['StringEqualsIfExists', 'aws:UserAgent', ['x'], true], ['StringEqualsIfExists', 'aws:PrincipalAccount', ['x'], false], ['BoolIfExists', 'aws:UserAgent', ['true'], true],
  // Several values.
  ['ForAllValues:StringEquals', 'aws:TagKeys', ['stage', 'owner', 'cost'], true], ['ForAllValues:StringEquals', 'aws:TagKeys', ['stage'], false], ['ForAllValues:StringEquals', 'aws:UserAgent', ['x'], true], ['ForAllValues:StringEquals', 'aws:TagNone', ['x'], true],
  ['ForAnyValue:StringEquals', 'aws:TagKeys', ['owner'], true], ['ForAnyValue:StringEquals', 'aws:TagKeys', ['cost'], false], ['ForAnyValue:StringEquals', 'aws:UserAgent', ['x'], false], ['ForAnyValue:StringLike', 'aws:TagKeys', ['own*'], true],
  ['ForAnyValue:StringNotEquals', 'aws:TagKeys', ['owner'], true], ['ForAllValues:StringNotEquals', 'aws:TagKeys', ['owner'], false], ['ForAnyValue:StringNotEquals', 'aws:UserAgent', ['x'], false],
])('%s of %s with %j holds: %p', (operator, key, values, expected) => {
  expect(meets(condition(operator, key, ...values), context)).toBe(expected);
});

test.each(['StringEqual', 'stringEquals', 'BinaryEquals', 'ForSomeValues:StringEquals', 'NullIfExists', 'constructor', ''])('there is no operator %p', (name) => {
  expect(conditionOf(name, 'aws:SourceIp', ['x'])).toBeUndefined();
});

test.each<readonly [string, string | undefined]>([
  ['plain', 'plain'], ['a-${aws:PrincipalAccount}-b', 'a-111122223333-b'], ['${ AWS:principalaccount }', '111122223333'], ["${aws:username, 'nobody'}", 'nobody'], ['${aws:username}', undefined], ['${aws:TagKeys}', undefined],
])('the variables in %p: %p', (pattern, expected) => {
  expect(filled(pattern, context)).toBe(expected);
});

test('a variable never turns into a wildcard', () => {
  expect(filled('${aws:username}', contextOf({ 'aws:username': '*' }))).toBeUndefined();
});
