import { metricsOf, rollbackAlarms } from '../deployment-group';
import type { SafetyRule } from '../safety-rule';

export const alarmsSeeOneRelease: SafetyRule = {
  name: 'alarms-see-one-release',
  description: 'no rollback alarm counts errors of the load balancer as a whole: it takes back a good release because of something else behind the same balancer',
  fix: 'take the metrics of the target groups (dimensions LoadBalancer and TargetGroup)',
  check: (template) => rollbackAlarms(template).filter(([, alarm]) => metricsOf(alarm).some(({ namespace, dimensions }) => namespace === 'AWS/ApplicationELB' && dimensions['TargetGroup'] === undefined))
    .map(([logicalId]) => ({ logicalId, location: 'Properties.Metrics', found: 'a metric of the whole load balancer' })),
};
