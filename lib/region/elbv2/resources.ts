import type { Providers } from '../cloudformation/provider';
import type { Identifiers } from '../identifiers';
import type { LoadBalancing } from './load-balancing';
import { listener } from './resources/listener';
import { listenerRule } from './resources/listener-rule';
import { loadBalancer } from './resources/load-balancer';
import { targetGroup } from './resources/target-group';

/** The CloudFormation types of Elastic Load Balancing. */
export function loadBalancingResources(service: LoadBalancing, ids: Identifiers): Providers {
  return {
    'AWS::ElasticLoadBalancingV2::LoadBalancer': loadBalancer(service, ids),
    'AWS::ElasticLoadBalancingV2::TargetGroup': targetGroup(service, ids),
    'AWS::ElasticLoadBalancingV2::Listener': listener(service, ids),
    'AWS::ElasticLoadBalancingV2::ListenerRule': listenerRule(service, ids),
  };
}
