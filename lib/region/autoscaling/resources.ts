import type { Providers, ResourceRequest } from '../cloudformation/provider';
import { fieldsOf, refuseOthers, refuseUnless, wholeNumber } from '../fields';
import { readSuspendedState } from './read-suspended-state';
import { scalableDimension, type ScalableTargets } from './scalable-targets';

const TYPE = 'AWS::ApplicationAutoScaling::ScalableTarget';
const CODE = 'ValidationException';

/**
 * The CloudFormation type of a scalable target.
 *
 * Registering one brings the service's count into its range at once
 * (https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html). Scaling policies are recorded only.
 */
export function scalingResources(targets: ScalableTargets): Providers {
  const register = ({ place, properties }: ResourceRequest): string => {
    refuseOthers(TYPE, properties, { served: ['ResourceId', 'ScalableDimension', 'ServiceNamespace', 'MinCapacity', 'MaxCapacity', 'SuspendedState'], withoutEffect: ['RoleARN', 'Tags'] }, CODE);
    refuseUnless(`${TYPE}.ServiceNamespace`, properties['ServiceNamespace'], ['ecs'], CODE);
    refuseUnless(`${TYPE}.ScalableDimension`, properties['ScalableDimension'], [scalableDimension], CODE);
    const capacity = (name: string): number => wholeNumber(`${TYPE}.${name}`, properties[name], [0, 5_000]);
    const { resourceId } = targets.register(place, {
      resourceId: String(properties['ResourceId']), minCapacity: capacity('MinCapacity'), maxCapacity: capacity('MaxCapacity'),
      suspended: properties['SuspendedState'] === undefined ? undefined : readSuspendedState(`${TYPE}.SuspendedState`, fieldsOf(properties['SuspendedState'])),
    });
    return `${resourceId}|${scalableDimension}|ecs`;
  };
  return {
    [TYPE]: {
      async create(request) {
        const physicalId = register(request);
        return { physicalId, attributes: { Id: physicalId } };
      },
      update: async (request, existing) => ({ ...existing, physicalId: register(request) }),
      delete: async ({ place }, { physicalId }) => targets.deregister(place, physicalId.split('|')[0] ?? ''),
    },
  };
}
