import { rollbackAlarms } from '../deployment-group';
import type { SafetyRule } from '../safety-rule';

export const compositesOnlyNotify: SafetyRule = {
  name: 'composites-only-notify',
  description: 'a deployment group reads metric alarms: DescribeAlarms gives composites only when asked for them, and nobody has said that CodeDeploy asks',
  fix: 'put the metric alarms themselves into the group, and keep the composite for notices',
  check: (template) => rollbackAlarms(template).filter(([, { Type }]) => Type === 'AWS::CloudWatch::CompositeAlarm').map(([logicalId]) => ({ logicalId, location: 'Properties.AlarmRule', found: 'a composite alarm in a deployment group' })),
};
