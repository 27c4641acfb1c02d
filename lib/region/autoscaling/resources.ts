import type { Providers, ResourceRequest } from '../cloudformation/provider';
import type { ContainerService } from '../ecs/container-service';
import { ServiceError } from '../service-error';

/**
 * The CloudFormation type of a scalable target.
 *
 * Registering one brings the service's count into its range at once
 * (https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html). Scaling policies are recorded only.
 */
export function scalingResources(ecs: ContainerService): Providers {
  const register = ({ properties }: ResourceRequest): string => {
    const [kind, cluster = '', name = ''] = String(properties['ResourceId']).split('/');
    const service = kind === 'service' ? ecs.service(cluster, name) : undefined;
    if (service === undefined) throw new ServiceError('ValidationException', `ECS service doesn't exist: ${String(properties['ResourceId'])}`);
    const inRange = Math.min(Math.max(service.desiredCount, Number(properties['MinCapacity'])), Number(properties['MaxCapacity']));
    if (inRange !== service.desiredCount) ecs.scale(service, inRange);
    return [properties['ResourceId'], properties['ScalableDimension'], properties['ServiceNamespace']].join('|');
  };
  return {
    'AWS::ApplicationAutoScaling::ScalableTarget': {
      create: async (request) => ({ physicalId: register(request), attributes: { Id: register(request) } }),
      update: async (request, existing) => ({ ...existing, physicalId: register(request) }),
      delete: async () => undefined,
    },
  };
}
