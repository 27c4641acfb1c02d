import { at, isTrue } from '../../template/template';
import { ecsGroups } from '../deployment-group';
import type { SafetyRule } from '../safety-rule';

export const unreadAlarmsStop: SafetyRule = {
  name: 'unread-alarms-stop',
  description: 'a deployment stops when the state of its alarms cannot be read: otherwise it goes on blind',
  fix: 'set AlarmConfiguration.IgnorePollAlarmFailure to false',
  check: (template) => ecsGroups(template).filter(([, group]) => isTrue(at(group, 'Properties.AlarmConfiguration.IgnorePollAlarmFailure')))
    .map(([logicalId]) => ({ logicalId, location: 'Properties.AlarmConfiguration.IgnorePollAlarmFailure', found: 'it ignores alarms that it cannot read' })),
};
