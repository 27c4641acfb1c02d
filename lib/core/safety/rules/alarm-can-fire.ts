import { numberAt } from '../../template/template';
import { each } from '../each';
import type { SafetyRule } from '../safety-rule';

export const alarmCanFire: SafetyRule = {
  name: 'alarm-can-fire',
  description: 'an alarm asks for no more bad datapoints than it looks at: otherwise it never fires',
  fix: 'lower DatapointsToAlarm to EvaluationPeriods or less',
  check: (template) => each(template, 'AWS::CloudWatch::Alarm', (alarm) => {
    const [wanted, seen] = [numberAt(alarm, 'Properties.DatapointsToAlarm'), numberAt(alarm, 'Properties.EvaluationPeriods') ?? 1];
    return wanted !== undefined && (wanted > seen || wanted < 1) ? ['DatapointsToAlarm', `${wanted} of ${seen}`] : undefined;
  }),
};
