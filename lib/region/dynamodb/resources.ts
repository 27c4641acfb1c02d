import type { Providers } from '../cloudformation/provider';
import type { Identifiers } from '../identifiers';
import { readKeySchema } from './table';
import type { Tables } from './tables';

/** The CloudFormation type of a table. */
export function tableResources(tables: Tables, ids: Identifiers): Providers {
  return {
    'AWS::DynamoDB::Table': {
      async create({ place, properties, stackName, logicalId }) {
        const name = String(properties['TableName'] ?? `${stackName}-${logicalId}-${ids.upper(12)}`);
        const { arn } = tables.create(place, name, readKeySchema(properties));
        return { physicalId: name, attributes: { Arn: arn } };
      },
      async update({ properties }, existing) {
        readKeySchema(properties);
        return existing;
      },
      async delete(_, { attributes }) {
        tables.tables.delete(String(attributes['Arn']));
      },
    },
  };
}
