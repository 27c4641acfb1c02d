import { allowed, beyond, told } from '../../../lib/core/template/statements';

const document = (...Statement: readonly object[]): object => ({ Version: '2012-10-17', Statement });
const allow = (Action: unknown, Resource: unknown, others: object = {}): object => ({ Effect: 'Allow', Action, Resource, ...others });
const newly = (before: object, after: object): string => told(beyond(allowed(after), allowed(before)));

const queue = { 'Fn::GetAtt': ['Queue', 'Arn'] };
const mine = { StringEquals: { 'aws:SourceAccount': '222222222222' } };

test.each([
  ['the same, split into two statements', document(allow(['a:B', 'a:C'], queue)), document(allow('a:C', queue), allow('a:B', queue))],
  ['less of it', document(allow(['a:B', 'a:C'], ['x', 'y'])), document(allow('a:B', 'x'))],
  ['what a wildcard allowed', document(allow('s3:Get*', 'arn:aws:s3:::logs/*')), document(allow('s3:GetObject', 'arn:aws:s3:::logs/a'))],
  ['the same under one more condition', document(allow('a:B', '*')), document(allow('a:B', '*', { Condition: mine }))],
  ['one account fewer in a condition', document(allow('a:B', '*', { Condition: { StringEquals: { x: ['1', '2'] } } })), document(allow('a:B', '*', { Condition: { StringEquals: { x: '1' } } }))],
])('allows nothing new: %s', (_, before, after) => expect(newly(before, after)).toBe(''));

test.each([
  ['an action', document(allow('a:B', queue)), document(allow(['a:B', 'a:C'], queue)), 'a:C on ${Queue.Arn}'],
  ['a resource', document(allow('a:B', queue)), document(allow('a:B', [queue, 'arn:aws:sqs:*:*:other'])), 'a:B on arn:aws:sqs:*:*:other'],
  ['a wildcard', document(allow('a:B', queue)), document(allow('a:*', queue)), 'a:* on ${Queue.Arn}'],
  ['a condition is gone', document(allow('a:B', '*', { Condition: mine })), document(allow('a:B', '*')), 'a:B on *'],
  ['one account more in a condition', document(allow('a:B', '*', { Condition: { StringEquals: { x: '1' } } })), document(allow('a:B', '*', { Condition: { StringEquals: { x: ['1', '2'] } } })), 'a:B on *, under conditions'],
  ['one exception fewer in a condition', document(allow('a:B', '*', { Condition: { StringNotEquals: { x: ['1', '2'] } } })), document(allow('a:B', '*', { Condition: { StringNotEquals: { x: '1' } } })), 'a:B on *, under conditions'],
  ['a principal', document(allow('a:B', '*', { Principal: { Service: 'ecs-tasks.amazonaws.com' } })), document(allow('a:B', '*', { Principal: { AWS: 'arn:aws:iam::111111111111:root' } })), 'AWS: arn:aws:iam::111111111111:root: a:B on *'],
  ['everybody', document(), document(allow('a:B', '*', { Principal: '*' })), '*: a:B on *'],
  ['all but something', document(allow('a:B', '*')), document({ Effect: 'Allow', NotAction: 'a:B', Resource: '*' }), 'not "a:B" on *'],
])('allows something new: %s', (_, before, after, said) => expect(newly(before, after)).toBe(said));
