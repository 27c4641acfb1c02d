import type { Providers, ResourceRequest } from '../cloudformation/provider';
import { refuseOthers, refuseUnless } from '../fields';
import type { Permissions } from '../iam/permissions';
import { policyFrom } from '../iam/roles';
import type { Identifiers } from '../identifiers';
import { arnOf } from '../place';
import type { Keys } from './keys';

/** What KMS gives a key that has no policy: the account may hand everything on. https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html */
const defaultPolicy = (account: string): object => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: account }, Action: 'kms:*', Resource: '*' }] });

/** The CloudFormation type of a customer's key. */
export function keyResources(keys: Keys, permissions: Permissions, ids: Identifiers): Providers {
  const put = (request: ResourceRequest, arn: string): void => {
    refuseOthers('AWS::KMS::Key', request.properties, { served: ['KeyPolicy', 'KeyUsage', 'KeySpec'], withoutEffect: ['Description', 'EnableKeyRotation', 'RotationPeriodInDays', 'PendingWindowInDays', 'Enabled', 'MultiRegion', 'Tags', 'Origin'] });
    refuseUnless('AWS::KMS::Key.KeyUsage', request.properties['KeyUsage'], ['ENCRYPT_DECRYPT', 'SIGN_VERIFY']);
    const where = `${request.stackName}/${request.logicalId}`;
    permissions.resources.put(arn, where, policyFrom(where, request.properties['KeyPolicy'] ?? defaultPolicy(request.place.account), 'resource'), 'needed');
  };
  return {
    'AWS::KMS::Key': {
      async create(request) {
        const id = ids.uuid();
        const arn = arnOf('kms', request.place, `key/${id}`);
        put(request, arn);
        keys.put(id, arn);
        return { physicalId: id, attributes: { KeyId: id, Arn: arn } };
      },
      async update(request, existing) {
        put(request, String(existing.attributes['Arn']));
        return existing;
      },
      async delete({ stackName, logicalId }, { physicalId, attributes }) {
        permissions.resources.remove(String(attributes['Arn']), `${stackName}/${logicalId}`);
        keys.remove(physicalId, String(attributes['Arn']));
      },
    },
  };
}
