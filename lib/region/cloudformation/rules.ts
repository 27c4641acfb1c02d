import { invalid, list, text } from './arguments';
import { holds, type ConditionNames } from './conditions';
import type { Template } from './template';

/**
 * The rules of a template that do not hold, each by what it says of itself.
 *
 * Rules look at parameters before anything is done: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/rules-section-structure.html
 */
export function brokenRules({ Rules = {} }: Template, value: ConditionNames['value']): readonly string[] {
  const names: ConditionNames = {
    value, more: functionsOfRules(value),
    condition: (condition) => invalid(`Template error: a rule cannot name the condition ${condition}`),
  };
  return Object.entries(Rules).flatMap(([name, { RuleCondition, Assertions }]) => {
    if (RuleCondition !== undefined && !holds(RuleCondition, names)) return [];
    return Assertions.filter(({ Assert }) => !holds(Assert, names))
      .map(({ AssertDescription }) => `Rule ${name} failed: ${AssertDescription ?? 'its assertion does not hold'}`);
  });
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-rules.html */
function functionsOfRules(value: ConditionNames['value']): NonNullable<ConditionNames['more']> {
  const texts = (expression: unknown): readonly string[] => {
    const found = value(expression);
    return Array.isArray(found) ? found.map(text) : invalid(`Template error: expected a list of strings, got ${JSON.stringify(found)}`);
  };
  const two = (name: string, argument: unknown): readonly unknown[] => list(argument, 2, `Template error: every ${name} object requires a list of 2 parameters.`);
  const unknown = (name: string) => (): never => invalid(`Template error: the region does not know the rule function ${name}`);
  return {
    'Fn::Contains': (argument) => {
      const [items, item] = two('Fn::Contains', argument);
      return texts(items).includes(text(value(item)));
    },
    'Fn::EachMemberEquals': (argument) => {
      const [items, item] = two('Fn::EachMemberEquals', argument);
      const wanted = text(value(item));
      return texts(items).every((member) => member === wanted);
    },
    'Fn::EachMemberIn': (argument) => {
      const [items, allowed] = two('Fn::EachMemberIn', argument);
      const known = texts(allowed);
      return texts(items).every((member) => known.includes(member));
    },
    'Fn::RefAll': unknown('Fn::RefAll'), 'Fn::ValueOf': unknown('Fn::ValueOf'), 'Fn::ValueOfAll': unknown('Fn::ValueOfAll'),
  };
}
