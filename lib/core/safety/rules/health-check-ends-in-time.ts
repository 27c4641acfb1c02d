import { numberAt } from '../../template/template';
import { each } from '../each';
import type { SafetyRule } from '../safety-rule';

/** What applies where nothing is said: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html */
const usual = { interval: 30, timeout: 5 };

export const healthCheckEndsInTime: SafetyRule = {
  name: 'health-check-ends-in-time',
  description: 'a health check gives up before the next one begins, which the load balancer asks for and no linter looks at',
  fix: 'lower HealthCheckTimeoutSeconds below HealthCheckIntervalSeconds',
  check: (template) => each(template, 'AWS::ElasticLoadBalancingV2::TargetGroup', (group) => {
    const [timeout, interval] = [numberAt(group, 'Properties.HealthCheckTimeoutSeconds') ?? usual.timeout, numberAt(group, 'Properties.HealthCheckIntervalSeconds') ?? usual.interval];
    return timeout < interval ? undefined : ['HealthCheckTimeoutSeconds', `${timeout} s of ${interval} s`];
  }),
};
