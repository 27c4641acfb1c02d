import type { LoadBalancing } from '../elbv2/load-balancing';
import type { VirtualNetwork } from '../network/virtual-network';
import type { RegistrationPorts } from './registration';

/** Balancers reach their targets by the security groups of both; where one of them does not, it finds nobody there. */
export function targetPort(balancing: Pick<LoadBalancing, 'behind'>, network: Pick<VirtualNetwork, 'reaches' | 'remember'>, nowhere: number): RegistrationPorts['portFor'] {
  return (targetGroupArn, task, containerPort, port) => {
    const target = { attached: { groups: task?.securityGroups ?? [], subnets: task?.subnets ?? [] }, isPublic: false };
    const balancers = balancing.behind(targetGroupArn).map((balancer) => balancer.target.attached);
    for (const from of balancers) network.remember(from, target, containerPort);
    return balancers.every((from) => network.reaches(from, target, containerPort)) ? port : nowhere;
  };
}
