import { at, listed } from '../../template/template';
import { rollbackAlarms } from '../deployment-group';
import type { SafetyRule, Violation } from '../safety-rule';

export const alarmsTellSomebody: SafetyRule = {
  name: 'alarms-tell-somebody',
  description: 'a rollback alarm tells a person when it fires and when it is over: CodeDeploy takes the release back, and somebody has to know why',
  fix: 'give AlarmActions and OKActions, and leave ActionsEnabled on',
  check: (template) => rollbackAlarms(template).flatMap(([logicalId, alarm]): readonly Violation[] => [
    ...(String(at(alarm, 'Properties.ActionsEnabled') ?? true) === 'true' ? [] : [{ logicalId, location: 'Properties.ActionsEnabled', found: 'its actions are off' }]),
    ...['AlarmActions', 'OKActions'].filter((name) => listed(at(alarm, `Properties.${name}`)).length === 0).map((name) => ({ logicalId, location: `Properties.${name}`, found: `no ${name}` })),
  ]),
};
