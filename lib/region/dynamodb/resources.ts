import type { Providers, ResourceRequest } from '../cloudformation/provider';
import { fieldsOf, isTrue } from '../fields';
import type { Permissions } from '../iam/permissions';
import { policyFrom } from '../iam/roles';
import type { Identifiers } from '../identifiers';
import { ServiceError } from '../service-error';
import { readKeySchema } from './table';
import type { Tables } from './tables';

/** The CloudFormation type of a table. */
export function tableResources(tables: Tables, ids: Identifiers, permissions: Permissions): Providers {
  const where = ({ stackName, logicalId }: ResourceRequest): string => `${stackName}/${logicalId}`;
  const guard = (request: ResourceRequest, arn: string): void => {
    const { PolicyDocument } = fieldsOf(request.properties['ResourcePolicy']);
    if (PolicyDocument === undefined) permissions.resources.remove(arn, where(request));
    else permissions.resources.put(arn, where(request), policyFrom(where(request), PolicyDocument, 'resource'));
  };
  return {
    'AWS::DynamoDB::Table': {
      async create(request) {
        const { place, properties, stackName, logicalId } = request;
        const name = String(properties['TableName'] ?? `${stackName}-${logicalId}-${ids.upper(12)}`);
        const { arn } = tables.create(place, name, readKeySchema(properties));
        guard(request, arn);
        return { physicalId: name, attributes: { Arn: arn } };
      },
      async update(request, existing) {
        readKeySchema(request.properties);
        guard(request, String(existing.attributes['Arn']));
        return existing;
      },
      /** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/WorkingWithTables.Basics.html#WorkingWithTables.Basics.DeletionProtection */
      async delete(request, { attributes, properties }) {
        if (isTrue(properties['DeletionProtectionEnabled'])) throw new ServiceError('ValidationException', 'Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.');
        permissions.resources.remove(String(attributes['Arn']), where(request));
        tables.tables.delete(String(attributes['Arn']));
      },
    },
  };
}
