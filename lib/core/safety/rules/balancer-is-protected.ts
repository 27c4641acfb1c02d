import { at, listed } from '../../template/template';
import { each, type Complaint } from '../each';
import type { SafetyRule } from '../safety-rule';

const wanted = ['deletion_protection.enabled', 'routing.http.drop_invalid_header_fields.enabled', 'access_logs.s3.enabled'];

export const balancerIsProtected: SafetyRule = {
  name: 'balancer-is-protected',
  description: 'a load balancer cannot be deleted by mistake, drops headers that are none, and keeps a record of every request',
  fix: `set the attributes ${wanted.join(', ')} to true`,
  check: (template) => each(template, 'AWS::ElasticLoadBalancingV2::LoadBalancer', (balancer) => wanted.flatMap((name): readonly Complaint[] => {
    const found = listed(at(balancer, 'Properties.LoadBalancerAttributes')).find((attribute) => at(attribute, 'Key') === name);
    return String(at(found, 'Value')) === 'true' ? [] : [['LoadBalancerAttributes', `${name} is off`]];
  })),
};
