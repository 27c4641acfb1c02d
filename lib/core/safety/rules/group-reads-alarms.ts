import { isTrue, listed, at } from '../../template/template';
import { ecsGroups } from '../deployment-group';
import type { SafetyRule } from '../safety-rule';

/** How many alarms a group may read: https://docs.aws.amazon.com/codedeploy/latest/userguide/limits.html */
const most = 10;

export const groupReadsAlarms: SafetyRule = {
  name: 'group-reads-alarms',
  description: `a deployment group reads between one and ${most} alarms: without one nothing stops a bad release, and CodeDeploy takes no more`,
  fix: 'name the alarms of both target groups and of the operations in AlarmConfiguration, and enable it',
  check: (template) => ecsGroups(template).flatMap(([logicalId, group]) => {
    const found = listed(at(group, 'Properties.AlarmConfiguration.Alarms')).length;
    return [
      ...(isTrue(at(group, 'Properties.AlarmConfiguration.Enabled')) ? [] : [{ logicalId, location: 'Properties.AlarmConfiguration.Enabled', found: 'the alarms are not enabled' }]),
      ...(found >= 1 && found <= most ? [] : [{ logicalId, location: 'Properties.AlarmConfiguration.Alarms', found: `${found} alarms` }]),
    ];
  }),
};
