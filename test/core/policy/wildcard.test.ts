import fc from 'fast-check';
import { isWithin } from '../../../lib/core/policy/ip-range';
import { fits, fitsAction, fitsArn } from '../../../lib/core/policy/wildcard';

test.each<readonly [string, string, boolean]>([
  ['*', '', true], ['*', 'anything', true], ['', '', true], ['', 'a', false], ['a*', 'abc', true], ['*c', 'abc', true], ['a*c', 'abxc', true], ['a*c', 'abx', false], ['a?c', 'abc', true], ['a?c', 'ac', false],
  ['*a*b*', 'xxaxxbxx', true], ['*a*b*', 'xxbxxa', false], ['a**b', 'ab', true], ['?*', '', false], ['a.c', 'abc', false], ['A', 'a', false],
])('the pattern %p and the text %p: %p', (pattern, text, expected) => {
  expect(fits(pattern, text)).toBe(expected);
});

test('a pattern means what the regular expression of it means', () => {
  const letters = (characters: string[]) => fc.string({ unit: fc.constantFrom(...characters), maxLength: 8 });
  fc.assert(fc.property(letters(['a', 'b', '*', '?']), letters(['a', 'b', '*', '?']), (pattern, text) => {
    const expression = new RegExp(`^${[...pattern].map((one) => ({ '*': '.*', '?': '.' })[one] ?? one).join('')}$`);
    expect(fits(pattern, text)).toBe(expression.test(text));
  }), { seed: 20_260_105, numRuns: 2_000 });
});

test('a pattern that could take for ever does not', () => {
  expect(fits(`${'*a'.repeat(50)}b`, 'a'.repeat(5_000))).toBe(false);
});

test('the case of an action does not matter', () => {
  expect([fitsAction('SQS:send*', 'sqs:SendMessage'), fitsAction('sqs:Send?essage', 'sqs:SendMessage'), fitsAction('sqs:Receive*', 'sqs:SendMessage')]).toEqual([true, true, false]);
});

const SECRET = 'arn:aws:secretsmanager:ap-northeast-2:111122223333:secret:points/master-abc123';
test.each<readonly [string, boolean]>([
  ['*', true], [SECRET, true], ['arn:aws:secretsmanager:*:*:secret:points/*', true], ['arn:aws:secretsmanager:ap-northeast-2:111122223333:*', true],
  // A star stays in its part.
  ['arn:aws:*', false], ['arn:aws:secretsmanager:*:secret:points/*', false], ['arn:*:secret:points/*', false],
  ['arn:aws:secretsmanager:ap-northeast-2:111122223333:secret:points/master-??????', true], ['arn:aws:secretsmanager:ap-northeast-2:111122223333:secret:points/master', false],
])('of a secret the pattern %p fits: %p', (pattern, expected) => {
  expect(fitsArn(pattern, SECRET)).toBe(expected);
});

test.each<readonly [string, string, boolean | undefined]>([
  ['10.0.0.0/16', '10.0.255.1', true], ['10.0.0.0/16', '10.1.0.1', false], ['0.0.0.0/0', '255.1.2.3', true], ['10.0.0.1', '10.0.0.1', true], ['10.0.0.1/32', '10.0.0.2', false],
  ['10.0.0.0/33', '10.0.0.1', undefined], ['10.0.0.0/x', '10.0.0.1', undefined], ['10.0.0.0/8', '10.0.0.256', undefined], ['::/0', '10.0.0.1', undefined],
])('%s holds %s: %p', (block, address, expected) => {
  expect(isWithin(block, address)).toBe(expected);
});
