import { parseRule } from '../../alarm/composite/parse-rule';
import { spell } from '../../checked';
import { textOf } from '../../template/readable';
import { each, property } from '../each';
import type { SafetyRule } from '../safety-rule';

export const compositeRuleReads: SafetyRule = {
  name: 'composite-rule-reads',
  description: 'the rule of a composite alarm follows CloudWatch\'s grammar: it is not looked at before it is deployed',
  fix: 'write it as ALARM("name") OR NOT (OK("other"))',
  check: (template) => each(template, 'AWS::CloudWatch::CompositeAlarm', (alarm) => {
    // What is known only at deployment is a name.
    const rule = textOf(property(alarm, 'AlarmRule'))?.replace(/\$\{[^}]*\}/g, 'known-at-deployment');
    if (rule === undefined) return ['AlarmRule', 'no text'];
    const read = parseRule(rule);
    return read.ok ? undefined : ['AlarmRule', read.problems.map(spell).join('; ')];
  }),
};
