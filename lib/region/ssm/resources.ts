import type { Created, Providers, ResourceRequest } from '../cloudformation/provider';
import type { Identifiers } from '../identifiers';
import { arnOf } from '../place';
import { ServiceError } from '../service-error';
import type { ParameterStore, Tier } from './parameter-store';

/** The CloudFormation type of a parameter. */
export function parameterResources(store: ParameterStore, ids: Identifiers): Providers {
  return {
    'AWS::SSM::Parameter': {
      async create(request) {
        const name = String(request.properties['Name'] ?? `CFN-${request.logicalId}-${ids.upper(12)}`);
        if (store.get(request.place, name) !== undefined) throw new ServiceError('ParameterAlreadyExists', `${name} already exists.`);
        return write(store, name, request);
      },
      update: async (request, existing) => write(store, existing.physicalId, request),
      async delete({ place }, { physicalId }) {
        store.remove(place, physicalId);
      },
    },
  };
}

function write(store: ParameterStore, name: string, { place, properties }: ResourceRequest): Created {
  const { Type, Value, Tier: tier = 'Standard', AllowedPattern, DataType = 'text', Policies } = properties;
  if (Type !== 'String' && Type !== 'StringList') throw new ServiceError('ValidationException', `CloudFormation makes parameters of type String or StringList, got ${JSON.stringify(Type)}`);
  if (DataType !== 'text') throw new ServiceError('ValidationException', `the region knows the data type text, got ${JSON.stringify(DataType)}`);
  if (Policies !== undefined) throw new ServiceError('ValidationException', 'the region does not know parameter policies (Policies)');
  const value = String(Value);
  if (AllowedPattern !== undefined && !new RegExp(`^(?:${String(AllowedPattern)})$`).test(value)) {
    throw new ServiceError('ParameterPatternMismatchException', `Parameter value, cannot be validated against allowedPattern: ${String(AllowedPattern)}`);
  }
  store.put(place, name, value, Type, tier as Tier);
  return { physicalId: name, attributes: { Type, Value: value, Arn: arnOf('ssm', place, `parameter/${name.replace(/^\//, '')}`) } };
}
