import { at, numberAt } from '../../template/template';
import { ecsGroups } from '../deployment-group';
import type { SafetyRule } from '../safety-rule';

export const nobodyIsWaitedFor: SafetyRule = {
  name: 'nobody-is-waited-for',
  description: 'a deployment that waits for a person has a time for it: with STOP_DEPLOYMENT and no time every deployment ends before its traffic moves',
  fix: 'leave DeploymentReadyOption at CONTINUE_DEPLOYMENT, or give a WaitTimeInMinutes',
  check: (template) => ecsGroups(template).filter(([, group]) => {
    const option = at(group, 'Properties.BlueGreenDeploymentConfiguration.DeploymentReadyOption');
    return at(option, 'ActionOnTimeout') === 'STOP_DEPLOYMENT' && !((numberAt(option, 'WaitTimeInMinutes') ?? 0) > 0);
  }).map(([logicalId]) => ({ logicalId, location: 'Properties.BlueGreenDeploymentConfiguration.DeploymentReadyOption', found: 'it stops after no time at all' })),
};
