import type { Operation } from '../endpoint/json-protocol';
import { fieldsOf, refuseOthers, refuseUnless, textsOf, wholeNumber, type Fields } from '../fields';
import { pageOf } from '../paging';
import { placeOf } from '../place';
import { ServiceError } from '../service-error';
import { readSuspendedState } from './read-suspended-state';
import { scalableDimension, type ScalableTarget, type ScalableTargets } from './scalable-targets';

const CODE = 'ValidationException';
const MOST_TARGETS = 50;

/** The operations of Application Auto Scaling that functions use: https://docs.aws.amazon.com/autoscaling/application/APIReference/API_Operations.html */
export function scalingOperations(targets: ScalableTargets): Readonly<Record<string, Operation>> {
  return {
    RegisterScalableTarget: async (input, caller) => {
      refuseOthers('RegisterScalableTarget', input, { served: ['ServiceNamespace', 'ResourceId', 'ScalableDimension', 'MinCapacity', 'MaxCapacity', 'SuspendedState'] }, CODE);
      refuseOtherServices('RegisterScalableTarget', input);
      for (const name of ['ServiceNamespace', 'ResourceId', 'ScalableDimension']) {
        if (input[name] === undefined) throw new ServiceError(CODE, `1 validation error detected: Value at '${name.charAt(0).toLowerCase()}${name.slice(1)}' failed to satisfy constraint: Member must not be null`);
      }
      const capacity = (name: string): number | undefined => (input[name] === undefined ? undefined : wholeNumber(name, input[name], [0, 5_000]));
      const { arn } = targets.register(placeOf(caller), {
        resourceId: String(input['ResourceId']), minCapacity: capacity('MinCapacity'), maxCapacity: capacity('MaxCapacity'),
        suspended: input['SuspendedState'] === undefined ? undefined : readSuspendedState('SuspendedState', fieldsOf(input['SuspendedState'])),
      });
      return { ScalableTargetARN: arn };
    },
    DescribeScalableTargets: async (input, caller) => {
      refuseOthers('DescribeScalableTargets', input, { served: ['ServiceNamespace', 'ResourceIds', 'ScalableDimension', 'MaxResults', 'NextToken'] }, CODE);
      refuseOtherServices('DescribeScalableTargets', input);
      const wanted = textsOf(input['ResourceIds']);
      if (input['ScalableDimension'] !== undefined && wanted.length === 0) throw new ServiceError(CODE, 'If you specify a scalable dimension, you must also specify a resource ID');
      const found = targets.all(placeOf(caller)).filter(({ resourceId }) => wanted.length === 0 || wanted.includes(resourceId));
      const { items, next } = pageOf(found, input['NextToken'], wholeNumber('MaxResults', input['MaxResults'], [1, MOST_TARGETS], MOST_TARGETS), 'InvalidNextTokenException');
      return { ScalableTargets: items.map(describe), ...(next === undefined ? {} : { NextToken: next }) };
    },
  };
}

function refuseOtherServices(operation: string, input: Fields): void {
  refuseUnless(`${operation}.ServiceNamespace`, input['ServiceNamespace'], ['ecs'], CODE);
  refuseUnless(`${operation}.ScalableDimension`, input['ScalableDimension'], [scalableDimension], CODE);
}

/** https://docs.aws.amazon.com/autoscaling/application/APIReference/API_ScalableTarget.html */
const describe = ({ arn, resourceId, minCapacity, maxCapacity, suspended }: ScalableTarget): object => ({
  ServiceNamespace: 'ecs', ResourceId: resourceId, ScalableDimension: scalableDimension, MinCapacity: minCapacity, MaxCapacity: maxCapacity, SuspendedState: suspended, ScalableTargetARN: arn,
});
