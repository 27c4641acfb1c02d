import type { ResourceProvider } from '../../cloudformation/provider';
import { fieldsOf, refuseOthers, textOf, type Fields } from '../../fields';
import { arnOf } from '../../place';
import { ServiceError } from '../../service-error';
import type { DatabaseResourcePorts } from '../resources';

const TYPE = 'AWS::RDS::DBParameterGroup';

export function parameterGroup({ databases, ids }: DatabaseResourcePorts): ResourceProvider {
  return {
    async create({ place, properties, stackName, logicalId }) {
      const parameters = read(properties);
      // RDS keeps names in small letters, whatever they were asked for.
      const name = (textOf(properties['DBParameterGroupName']) ?? `${stackName}-${logicalId}-${ids.lower(12)}`).toLowerCase();
      databases.parameterGroups.create(name, parameters);
      return { physicalId: name, attributes: { DBParameterGroupName: name, DBParameterGroupArn: arnOf('rds', place, `pg:${name}`) } };
    },
    async update({ properties }, existing) {
      await databases.parameterGroups.change(existing.physicalId, read(properties));
      return existing;
    },
    async delete(_, { physicalId }) {
      databases.parameterGroups.remove(physicalId);
    },
  };
}

function read(properties: Fields): Fields {
  refuseOthers(TYPE, properties, { served: ['DBParameterGroupName', 'Family', 'Parameters'], withoutEffect: ['Description', 'Tags'] }, 'InvalidParameterValue');
  if (!/^postgres\d+$/.test(String(properties['Family']))) throw new ServiceError('InvalidParameterValue', `the region runs PostgreSQL: Family must be postgres and its version, got ${JSON.stringify(properties['Family'])}`);
  return fieldsOf(properties['Parameters']);
}
