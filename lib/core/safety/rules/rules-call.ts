import { listed, ofType, type Template } from '../../template/template';
import { each, property, referred } from '../each';
import type { SafetyRule } from '../safety-rule';

const PRINCIPAL = 'events.amazonaws.com';

export const rulesCall: SafetyRule = {
  name: 'rules-call',
  description: 'a rule of EventBridge is enabled and may call its functions: otherwise what watches between releases never runs, and only a metric of the rule says so',
  fix: 'enable it, and give each of its functions an AWS::Lambda::Permission for events.amazonaws.com with the ARN of the rule',
  check: (template) => each(template, 'AWS::Events::Rule', (rule, id) => [
    property(rule, 'State') === 'DISABLED' ? ['State', 'it is disabled'] as const : undefined,
    ...listed(property(rule, 'Targets')).map((target, index) => {
      const name = referred(property({ Type: '', Properties: target as Readonly<Record<string, unknown>> }, 'Arn'));
      // A function of another stack is judged there.
      if (name === undefined || template.Resources[name]?.Type !== 'AWS::Lambda::Function') return undefined;
      return mayCall(template, name, id) ? undefined : [`Targets.${index}`, `it may not call ${name}`] as const;
    }),
  ]),
};

function mayCall(template: Template, functionId: string, ruleId: string): boolean {
  return ofType(template, 'AWS::Lambda::Permission').some(([, permission]) => {
    const source = referred(property(permission, 'SourceArn'));
    return property(permission, 'Principal') === PRINCIPAL && referred(property(permission, 'FunctionName')) === functionId && (source === undefined || source === ruleId);
  });
}
