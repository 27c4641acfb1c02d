import fc from 'fast-check';
import type { ChoiceRule } from '../../../lib/region/states/definition';
import { holds, ruleProblems } from '../../../lib/region/states/choice-rule';

const data = { text: 'beta', other: 'beta', number: 5, same: 5, flag: true, nothing: null, at: '2026-01-05T09:00:00Z', later: '2026-01-05T10:30:00+01:00', list: [1] };
const is = (Variable: string, comparison: object): boolean => holds({ Variable, ...comparison }, data, { Execution: { Name: 'run' } });

test.each<readonly [string, object, boolean]>([
  ['$.text', { StringEquals: 'beta' }, true], ['$.text', { StringEquals: 'Beta' }, false], ['$.text', { StringEqualsPath: '$.other' }, true],
  ['$.text', { StringLessThan: 'c' }, true], ['$.text', { StringGreaterThan: 'alpha' }, true], ['$.text', { StringLessThanEquals: 'beta' }, true], ['$.text', { StringGreaterThanEquals: 'c' }, false],
  ['$.text', { StringMatches: 'b*a' }, true], ['$.text', { StringMatches: 'b' }, false], ['$.text', { StringMatches: '*' }, true], ['$.text', { StringMatches: 'b.ta' }, false], ['$.text', { StringMatches: 'b\\*a' }, false],
  ['$.number', { NumericEquals: 5 }, true], ['$.number', { NumericEqualsPath: '$.same' }, true], ['$.number', { NumericLessThan: 5 }, false], ['$.number', { NumericGreaterThan: 4.5 }, true],
  ['$.number', { NumericLessThanEquals: 5 }, true], ['$.number', { NumericGreaterThanEquals: 6 }, false], ['$.number', { NumericLessThanPath: '$.same' }, false],
  ['$.flag', { BooleanEquals: true }, true], ['$.flag', { BooleanEquals: false }, false], ['$.flag', { BooleanEqualsPath: '$.flag' }, true],
  ['$.at', { TimestampEquals: '2026-01-05T10:00:00+01:00' }, true], ['$.at', { TimestampLessThanPath: '$.later' }, true], ['$.at', { TimestampGreaterThan: '2027-01-01T00:00:00Z' }, false],
  ['$.nothing', { IsNull: true }, true], ['$.text', { IsNull: false }, true], ['$.number', { IsNumeric: true }, true], ['$.text', { IsString: true }, true], ['$.flag', { IsBoolean: true }, true],
  ['$.at', { IsTimestamp: true }, true], ['$.text', { IsTimestamp: true }, false], ['$.text', { IsPresent: true }, true], ['$.gone', { IsPresent: false }, true], ['$.gone', { IsPresent: true }, false], ['$.nothing', { IsPresent: true }, true],
  ['$$.Execution.Name', { StringEquals: 'run' }, true], ['$.list[0]', { NumericEquals: 1 }, true],
])('%s %p is %p', (variable, comparison, expected) => {
  expect(is(variable, comparison)).toBe(expected);
});

test.each<readonly [string, object]>([
  ['$.number', { StringEquals: '5' }], ['$.text', { NumericEquals: 5 }], ['$.text', { NumericLessThanEquals: 5 }], ['$.number', { BooleanEquals: true }], ['$.text', { TimestampEquals: 'beta' }], ['$.flag', { StringEqualsPath: '$.text' }], ['$.number', { NumericEqualsPath: '$.text' }],
])('%s %p compares values of different kinds, which never holds', (variable, comparison) => {
  expect(is(variable, comparison)).toBe(false);
});

test('comparisons are joined by And, Or and Not', () => {
  const yes = { Variable: '$.flag', BooleanEquals: true };
  const no = { Variable: '$.flag', BooleanEquals: false };
  const rule = (it: ChoiceRule): boolean => holds(it, data, {});
  expect([rule({ And: [yes, yes] }), rule({ And: [yes, no] }), rule({ Or: [no, yes] }), rule({ Or: [no, no] }), rule({ Not: no }), rule({ Not: { And: [yes, { Not: no }] } })]).toEqual([true, false, true, false, true, false]);
});

test('of two numbers exactly one of less, equal and greater holds', () => {
  fc.assert(fc.property(fc.integer({ min: -5, max: 5 }), fc.integer({ min: -5, max: 5 }), (n, m) => {
    const found = ['NumericLessThan', 'NumericEquals', 'NumericGreaterThan'].filter((name) => holds({ Variable: '$.n', [name]: m }, { n }, {}));
    expect(found).toHaveLength(1);
  }), { seed: 5 });
});

test('a text matches itself, whatever is in it', () => {
  fc.assert(fc.property(fc.string(), (text) => {
    const pattern = text.replace(/[*\\]/g, '\\$&');
    expect(holds({ Variable: '$.t', StringMatches: pattern }, { t: text }, {})).toBe(true);
  }), { seed: 6 });
});

test.each<readonly [string, ChoiceRule, string]>([
  ['a comparison that there is not', { Variable: '$.a', StringContains: 'x' }, 'StringContains in a choice of It'],
  ['a matching by path', { Variable: '$.a', StringMatchesPath: '$.b' }, 'StringMatchesPath'],
  ['JSONata', { Condition: '{% $a %}' }, 'Condition in a choice of It'],
  ['two comparisons', { Variable: '$.a', StringEquals: 'x', IsNull: false }, 'with 2 comparisons instead of one'],
  ['none', { Variable: '$.a' }, 'with 0 comparisons instead of one'],
  ['a number for a text', { Variable: '$.a', StringEquals: 5 }, 'StringEquals 5'],
  ['a text for a flag', { Variable: '$.a', IsPresent: 'true' }, 'IsPresent "true"'],
  ['a path that leads to many', { Variable: '$..a', StringEquals: 'x' }, 'the path "$..a"'],
  ['no variable', { StringEquals: 'x' }, 'the path undefined'],
  ['a path that is none', { Variable: '$.a', StringEqualsPath: 'b' }, 'StringEqualsPath "b"'],
  ['what is wrong inside', { And: [{ Variable: '$.a', Nonsense: 1 }] }, 'Nonsense in a choice of It'],
  ['a way out inside', { Not: { Variable: '$.a', IsNull: true, Next: 'Out' } }, 'Next inside Not of It'],
])('a rule with %s is refused', (_, rule, message) => {
  expect(ruleProblems(rule, 'It').join('; ')).toContain(message);
});
