import fc from 'fast-check';
import type { StateValue } from '../../../../lib/core/alarm/alarm-state';
import { cycleFrom } from '../../../../lib/core/alarm/composite/cycle';
import { parseRule } from '../../../../lib/core/alarm/composite/parse-rule';
import { childrenOf, elementsIn, holds, spellRule, type Rule } from '../../../../lib/core/alarm/composite/rule';

const states: readonly StateValue[] = ['ALARM', 'OK', 'INSUFFICIENT_DATA'];

function rule(text: string): Rule {
  const read = parseRule(text);
  if (!read.ok) throw new Error(read.problems[0]?.message);
  return read.value;
}

/** A world in which a is in ALARM, b is OK, and of c nothing is known. */
const world = (alarm: string): StateValue => ({ a: 'ALARM', b: 'OK' } as const)[alarm] ?? 'INSUFFICIENT_DATA';

test.each<readonly [string, boolean]>([
  ['TRUE', true], ['FALSE', false], ['ALARM(a)', true], ['ALARM("a")', true], ['ALARM(b)', false], ['OK(b)', true], ['INSUFFICIENT_DATA(c)', true], ['NOT ALARM(a)', false],
  ['ALARM(a) AND OK(a)', false], ['ALARM(b) OR ALARM(a)', true], ['NOT (ALARM(b) OR ALARM(c))', true], ['NOT NOT TRUE', true],
  // AND binds tighter than OR, NOT tighter than both.
  ['TRUE OR FALSE AND FALSE', true], ['(TRUE OR FALSE) AND FALSE', false], ['NOT FALSE AND FALSE', false], ['NOT (FALSE AND FALSE)', true],
  // As CDK writes it.
  ['((ALARM("a") OR ALARM("b")) AND (NOT (INSUFFICIENT_DATA("b"))) AND TRUE)', true],
])('where a is in ALARM and b is OK, `%s` is %p', (text, expected) => {
  expect(holds(rule(text), world)).toBe(expected);
});

test('a name may be an ARN, and have spaces and words of the grammar in it', () => {
  expect(childrenOf(rule('ALARM("one AND two") OR OK(arn:aws:cloudwatch:ap-northeast-2:111122223333:alarm:late rate) OR ALARM( x )'))).toEqual(['one AND two', 'arn:aws:cloudwatch:ap-northeast-2:111122223333:alarm:late rate', 'x']);
});

test.each<readonly [string, string]>([
  ['', 'at character 1, got the end'],
  ['ALARM', 'must have the name of an alarm in parentheses at character 6, got the end'],
  ['ALARM()', 'the name of an alarm in parentheses'],
  ['ALARM("a)', 'the name of an alarm in parentheses'],
  ['ALARM(a) ALARM(b)', 'must have AND, OR or the end at character 10, got "ALARM"'],
  ['ALARM(a) AND', 'got the end'],
  ['(TRUE', 'must have ) at character 6, got the end'],
  ['TRUE)', 'must have AND, OR or the end at character 5, got ")"'],
  ['alarm(a)', 'got "alarm"'],
  ['AT_LEAST(2, ALARM, (a, b))', 'got "AT_LEAST"'],
  [Array.from({ length: 101 }, (_, index) => `OK(a${index})`).join(' OR '), 'must name at most 100 alarms, got 101'],
  [Array.from({ length: 501 }, () => 'TRUE').join(' OR '), 'must have at most 500 elements, got 501'],
  [`ALARM(${'a'.repeat(10_240)})`, 'must have at most 10240 characters, got 10247'],
])('`%.30s` is refused', (text, message) => {
  expect(parseRule(text)).toMatchObject({ ok: false, problems: [{ message: expect.stringContaining(message) }] });
});

const rules: fc.Arbitrary<Rule> = fc.letrec<{ rule: Rule }>((tie) => ({ rule: fc.oneof(
  { maxDepth: 4 },
  fc.record({ kind: fc.constant('constant' as const), value: fc.boolean() }),
  fc.record({ kind: fc.constant('state' as const), state: fc.constantFrom(...states), alarm: fc.constantFrom('a', 'b', 'c', 'a long name', 'NOT') }),
  fc.record({ kind: fc.constant('not' as const), of: tie('rule') }),
  fc.record({ kind: fc.constantFrom('and' as const, 'or' as const), left: tie('rule'), right: tie('rule') }),
) })).rule;
const worlds = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'a long name', 'NOT'), fc.constantFrom(...states)).map((known) => (alarm: string): StateValue => known[alarm] ?? 'INSUFFICIENT_DATA');
const runs = { seed: 20_260_105, numRuns: 300 };

test('what is spelt is read as it was', () => {
  fc.assert(fc.property(rules, (one) => expect(rule(spellRule(one))).toEqual(one)), runs);
});

test('it counts as many elements as it has leaves', () => {
  fc.assert(fc.property(rules, (one) => expect(elementsIn(one)).toBe(spellRule(one).match(/TRUE|FALSE|\("/g)?.length)), runs);
});

test('the laws of logic hold', () => {
  fc.assert(fc.property(rules, rules, worlds, (one, other, states_) => {
    const not = (of: Rule): Rule => ({ kind: 'not', of });
    expect(holds(not({ kind: 'and', left: one, right: other }), states_)).toBe(holds({ kind: 'or', left: not(one), right: not(other) }, states_));
    expect(holds(not(not(one)), states_)).toBe(holds(one, states_));
  }), runs);
});

test('an alarm that a rule does not name makes no difference', () => {
  fc.assert(fc.property(rules, worlds, (one, before) => {
    const after = (alarm: string): StateValue => (childrenOf(one).includes(alarm) ? before(alarm) : 'ALARM');
    expect(holds(one, after)).toBe(holds(one, before));
  }), runs);
});

test.each<readonly [Record<string, readonly string[]>, readonly string[] | undefined]>([
  [{ a: ['b'], b: ['c'] }, undefined], [{ a: ['a'] }, ['a', 'a']], [{ a: ['x', 'b'], b: ['c'], c: ['a'] }, ['a', 'b', 'c', 'a']], [{ a: ['b'], b: ['c'], c: ['b'] }, undefined],
])('of %j the way back to a is %j', (children, expected) => {
  expect(cycleFrom('a', (alarm) => children[alarm] ?? [])).toEqual(expected);
});
