import { at, isTrue, listed } from '../../template/template';
import { ecsGroups } from '../deployment-group';
import type { SafetyRule } from '../safety-rule';

const events = ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM', 'DEPLOYMENT_STOP_ON_REQUEST'];

export const groupTakesBack: SafetyRule = {
  name: 'group-takes-back',
  description: 'a deployment that fails, is stopped by an alarm or by a person is taken back: an alarm alone only stops it where it is, with customers on it',
  fix: `enable AutoRollbackConfiguration with ${events.join(', ')}`,
  check: (template) => ecsGroups(template).flatMap(([logicalId, group]) => {
    const location = 'Properties.AutoRollbackConfiguration';
    if (!isTrue(at(group, `${location}.Enabled`))) return [{ logicalId, location: `${location}.Enabled`, found: 'nothing is taken back' }];
    const missing = events.filter((event) => !listed(at(group, `${location}.Events`)).includes(event));
    return missing.length === 0 ? [] : [{ logicalId, location: `${location}.Events`, found: `no ${missing.join(', ')}` }];
  }),
};
