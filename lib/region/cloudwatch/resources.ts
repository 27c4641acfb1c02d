import { spell } from '../../core/checked';
import { readDefinition } from '../../core/alarm/read-definition';
import type { Providers, ResourceRequest } from '../cloudformation/provider';
import type { Identifiers } from '../identifiers';
import { arnOf } from '../place';
import { ServiceError } from '../service-error';
import type { Alarms } from './alarms';

/** The CloudFormation type of a metric alarm. */
export function alarmResources(alarms: Alarms, ids: Identifiers): Providers {
  const put = (name: string, { properties }: ResourceRequest): void => {
    const definition = readDefinition(name, properties);
    if (!definition.ok) throw new ServiceError('ValidationError', definition.problems.map(spell).join('; '));
    alarms.put(definition.value);
  };
  return {
    'AWS::CloudWatch::Alarm': {
      async create(request) {
        const name = String(request.properties['AlarmName'] ?? `${request.stackName}-${request.logicalId}-${ids.upper(12)}`);
        if (alarms.read([name]).length > 0) throw new ServiceError('AlreadyExists', `${name} already exists`);
        put(name, request);
        return { physicalId: name, attributes: { Arn: arnOf('cloudwatch', request.place, `alarm:${name}`) } };
      },
      async update(request, existing) {
        put(existing.physicalId, request);
        return existing;
      },
      async delete(_, { physicalId }) {
        alarms.remove(physicalId);
      },
    },
  };
}
