import type { ContainerService } from '../ecs/container-service';
import type { Service } from '../ecs/service';
import type { LoadBalancing } from '../elbv2/load-balancing';
import { ServiceError } from '../service-error';
import type { GroupSettings } from './read-group';

export interface GroupPorts {
  readonly ecs: ContainerService;
  readonly balancing: LoadBalancing;
}

/** What one group at most may have. */
export const mapped = ({ cluster, name }: GroupSettings['service']): string => `${cluster.split('/').at(-1)}/${name.split('/').at(-1)}`;

/** @throws ServiceError unless what the group names is there and belongs together */
export function refuseGroup(settings: GroupSettings, { ecs, balancing }: GroupPorts): void {
  serviceIn(settings, ecs);
  for (const name of settings.targetGroups) {
    if (balancing.groupNamed(name) === undefined) throw new ServiceError('InvalidLoadBalancerInfoException', `The target group ${name} could not be found.`);
  }
  const listeners = [settings.productionListenerArn, settings.testListenerArn].filter((arn) => arn !== undefined);
  const balancers = listeners.map((arn) => {
    const found = balancing.listeners.get(arn);
    if (found === undefined) throw new ServiceError('InvalidLoadBalancerInfoException', `The listener ${arn} could not be found.`);
    return found.loadBalancerArn;
  });
  if (new Set(balancers).size > 1) throw new ServiceError('InvalidLoadBalancerInfoException', 'The production listener and the test listener must belong to the same load balancer.');
}

/** @throws ServiceError `InvalidECSServiceException` */
export function serviceIn({ service: { cluster, name } }: Pick<GroupSettings, 'service'>, ecs: ContainerService): Service {
  const there = [...ecs.clusters.values()].some((one) => one.name === cluster || one.arn === cluster);
  const found = there ? ecs.service(cluster, name) : undefined;
  if (found === undefined) throw new ServiceError('InvalidECSServiceException', `The ECS service ${name} cannot be found in the cluster ${cluster}.`);
  if (found.controller.type !== 'CODE_DEPLOY') throw new ServiceError('InvalidECSServiceException', "Deployment group's ECS service must be configured for a CODE_DEPLOY deployment controller.");
  return found;
}
