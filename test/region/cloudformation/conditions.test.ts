import { decideConditions } from '../../../lib/region/cloudformation/conditions';
import { evaluate, type Scope } from '../../../lib/region/cloudformation/intrinsic';
import { brokenRules } from '../../../lib/region/cloudformation/rules';
import { settle } from '../../../lib/region/cloudformation/settle';
import type { Template } from '../../../lib/region/cloudformation/template';

const scope: Scope = {
  ref: (name) => ({ Stage: 'production', Zones: ['a', 'b'], 'AWS::Region': 'ap-northeast-2' } as Record<string, unknown>)[name],
  attribute: () => undefined, mapping: () => 'production', exported: () => undefined, zones: () => [],
};
const value = (expression: unknown): unknown => evaluate(expression, scope);
const thing = { Type: 'Test::Thing' };
const decide = (Conditions: Record<string, unknown>): Readonly<Record<string, boolean>> => Object.fromEntries(decideConditions({ Resources: {}, Conditions }, value));

const isProduction = { 'Fn::Equals': [{ Ref: 'Stage' }, 'production'] };
const isStaging = { 'Fn::Equals': [{ Ref: 'Stage' }, 'staging'] };

test.each([
  ['Equals', isProduction, true], ['Equals of what differs', isStaging, false],
  ['Equals of a number and the text of it', { 'Fn::Equals': [1, '1'] }, true],
  ['Equals of a mapping', { 'Fn::Equals': [{ 'Fn::FindInMap': ['a', 'b', 'c'] }, 'production'] }, true],
  ['Not', { 'Fn::Not': [isStaging] }, true],
  ['And of two that hold', { 'Fn::And': [isProduction, { 'Fn::Not': [isStaging] }] }, true],
  ['And with one that does not', { 'Fn::And': [isProduction, isStaging] }, false],
  ['Or with one that holds', { 'Fn::Or': [isStaging, isProduction] }, true],
  ['Or of none', { 'Fn::Or': [isStaging, isStaging] }, false],
])('%s', (_, expression, expected) => {
  expect(decide({ It: expression })).toEqual({ It: expected });
});

test('a condition may name another one, whichever comes first', () => {
  expect(decide({ Both: { 'Fn::And': [{ Condition: 'First' }, { Condition: 'Second' }] }, First: isProduction, Second: { 'Fn::Not': [{ Condition: 'First' }] } })).toEqual({ Both: false, First: true, Second: false });
});

test.each([
  ['a name that is no condition', { It: { Condition: 'Nobody' } }, 'unresolved condition dependency Nobody'],
  ['a circle', { A: { Condition: 'B' }, B: { Condition: 'A' } }, 'Found circular condition dependency: A -> B -> A'],
  ['And of one', { It: { 'Fn::And': [isProduction] } }, 'every Fn::And object requires a list of at least 2 and at most 10 boolean parameters.'],
  ['Or of eleven', { It: { 'Fn::Or': Array.from({ length: 11 }, () => isProduction) } }, 'every Fn::Or object requires'],
  ['Not of two', { It: { 'Fn::Not': [isProduction, isProduction] } }, 'every Fn::Not object requires one boolean parameter.'],
  ['Equals of three', { It: { 'Fn::Equals': ['a', 'b', 'c'] } }, 'every Fn::Equals object requires a list of 2 string parameters.'],
  ['a function that is none of conditions', { It: { 'Fn::Join': ['', ['a']] } }, 'does not know the condition function Fn::Join'],
  ['two functions in one', { It: { ...isProduction, 'Fn::Not': [isStaging] } }, 'a condition is one function'],
  ['no function', { It: true }, 'does not know the condition function true'],
])('%s is refused', (_, conditions, message) => {
  expect(() => decide(conditions as Record<string, unknown>)).toThrow(message);
});

describe('a template whose conditions are decided', () => {
  const conditions = new Map([['On', true], ['Off', false]]);

  test('has only what they leave in it', () => {
    const template: Template = {
      Resources: { A: { ...thing, Condition: 'On' }, B: { ...thing, Condition: 'Off' }, C: thing },
      Outputs: { X: { Value: 1, Condition: 'Off' }, Y: { Value: 2, Condition: 'On' } },
    };
    const { resources, outputs } = settle(template, conditions);
    expect([Object.keys(resources), Object.keys(outputs)]).toEqual([['A', 'C'], ['Y']]);
  });

  test('has the branch that was chosen, at any depth', () => {
    const template: Template = { Resources: { A: { ...thing, Properties: { a: [{ 'Fn::If': ['On', { b: { 'Fn::If': ['Off', 1, { Ref: 'X' }] } }, 2] }], c: { 'Fn::Sub': ['${d}', { d: { 'Fn::If': ['Off', 'e', 'f'] } }] } } } } };
    expect(settle(template, conditions).resources['A']?.Properties).toEqual({ a: [{ b: { Ref: 'X' } }], c: { 'Fn::Sub': ['${d}', { d: 'f' }] } });
  });

  test.each([
    ['a condition that it does not have', { Resources: { A: { ...thing, Condition: 'Nobody' } } }, 'unresolved condition dependency Nobody'],
    ['a choice by what is no condition', { Resources: { A: { ...thing, Properties: { a: { 'Fn::If': ['Nobody', 1, 2] } } } } }, 'unresolved condition dependency Nobody'],
    ['a choice of two', { Resources: { A: { ...thing, Properties: { a: { 'Fn::If': ['On', 1] } } } } }, 'Fn::If requires a list argument with three elements'],
  ])('cannot have %s', (_, template, message) => {
    expect(() => settle(template as Template, conditions)).toThrow(message);
  });
});

describe('rules', () => {
  const broken = (Rules: Template['Rules']): readonly string[] => brokenRules({ Resources: {}, ...(Rules === undefined ? {} : { Rules }) }, value);
  const rule = (Assert: unknown, more = {}): NonNullable<Template['Rules']> => ({ It: { Assertions: [{ Assert, AssertDescription: 'this must hold' }], ...more } });

  test.each([
    ['Contains', { 'Fn::Contains': [['staging', 'production'], { Ref: 'Stage' }] }, true],
    ['Contains of what is not in it', { 'Fn::Contains': [['staging'], { Ref: 'Stage' }] }, false],
    ['Not of Contains', { 'Fn::Not': [{ 'Fn::Contains': [['1', '2'], { Ref: 'Stage' }] }] }, true],
    ['EachMemberEquals', { 'Fn::EachMemberEquals': [['a', 'a'], 'a'] }, true],
    ['EachMemberEquals with another', { 'Fn::EachMemberEquals': [{ Ref: 'Zones' }, 'a'] }, false],
    ['EachMemberIn', { 'Fn::EachMemberIn': [{ Ref: 'Zones' }, ['a', 'b', 'c']] }, true],
    ['EachMemberIn with another', { 'Fn::EachMemberIn': [{ Ref: 'Zones' }, ['a']] }, false],
    ['conditions\' own functions', { 'Fn::And': [{ 'Fn::Contains': [['a'], 'a'] }, isProduction] }, true],
  ])('%s', (_, assertion, holding) => {
    expect(broken(rule(assertion))).toEqual(holding ? [] : ['Rule It failed: this must hold']);
  });

  test('a rule counts only where its condition holds', () => {
    expect(broken(rule(isStaging, { RuleCondition: isStaging }))).toEqual([]);
    expect(broken(rule(isStaging, { RuleCondition: isProduction }))).toEqual(['Rule It failed: this must hold']);
  });

  test('an assertion without a description says that it does not hold', () => {
    expect(broken({ It: { Assertions: [{ Assert: isStaging }] } })).toEqual(['Rule It failed: its assertion does not hold']);
  });

  test.each(['Fn::RefAll', 'Fn::ValueOf', 'Fn::ValueOfAll'])('%s is refused by its name', (name) => {
    expect(() => broken(rule({ [name]: 'x' }))).toThrow(`does not know the rule function ${name}`);
  });

  test('a rule names no condition', () => {
    expect(() => broken(rule({ Condition: 'On' }))).toThrow('a rule cannot name the condition On');
  });
});
