import { textsIn } from '../texts-in';
import { each } from '../each';
import type { SafetyRule } from '../safety-rule';

export const scalingFitsBlueGreen: SafetyRule = {
  name: 'scaling-fits-blue-green',
  description: 'no service scales on requests per target: the metric is of one target group, and the service changes it with every release',
  fix: 'scale on CPU, or on a metric that adds both groups up',
  check: (template) => each(template, 'AWS::ApplicationAutoScaling::ScalingPolicy', (policy) =>
    (textsIn(policy.Properties).includes('ALBRequestCountPerTarget') ? ['TargetTrackingScalingPolicyConfiguration', 'ALBRequestCountPerTarget'] : undefined)),
};
