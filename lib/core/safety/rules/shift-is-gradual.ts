import { at, ofType } from '../../template/template';
import { ecsGroups } from '../deployment-group';
import { referred } from '../each';
import type { SafetyRule } from '../safety-rule';

export const shiftIsGradual: SafetyRule = {
  name: 'shift-is-gradual',
  description: 'customers meet a release a few at a time: all at once leaves nobody to compare it with, and an alarm comes too late for all of them',
  fix: 'use a canary or linear deployment configuration',
  check: (template) => {
    const sudden = ofType(template, 'AWS::CodeDeploy::DeploymentConfig').filter(([, config]) => at(config, 'Properties.ComputePlatform') === 'ECS' && at(config, 'Properties.TrafficRoutingConfig.Type') === 'AllAtOnce').map(([id]) => id);
    return ecsGroups(template).flatMap(([logicalId, group]) => {
      const name = referred(at(group, 'Properties.DeploymentConfigName'));
      // CodeDeploy's own choice for ECS is all at once too.
      const found = name === undefined ? 'no configuration' : name;
      return name === undefined || name === 'CodeDeployDefault.ECSAllAtOnce' || sudden.includes(name) ? [{ logicalId, location: 'Properties.DeploymentConfigName', found }] : [];
    });
  },
};
