import { textsIn } from '../texts-in';
import { each, property } from '../each';
import type { SafetyRule } from '../safety-rule';

export const scalingIsAwake: SafetyRule = {
  name: 'scaling-is-awake',
  description: 'a template suspends no scaling: deployments do so for as long as they run, and nobody would wake it',
  fix: 'leave SuspendedState out',
  check: (template) => each(template, 'AWS::ApplicationAutoScaling::ScalableTarget', (target) =>
    (textsIn(property(target, 'SuspendedState')).includes('true') ? ['SuspendedState', 'it is suspended'] : undefined)),
};
