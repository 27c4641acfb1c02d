import type { Clock } from '../../core/time';
import type { Providers, ResourceProvider, ResourceRequest } from '../cloudformation/provider';
import { isTrue, refuseOthers, textOf } from '../fields';
import type { Permissions } from '../iam/permissions';
import { policyFrom } from '../iam/roles';
import type { Identifiers } from '../identifiers';
import { arnOf } from '../place';
import { ServiceError } from '../service-error';
import { newMaterial, type Key, type Material } from './key';
import type { Keys } from './keys';

/** What KMS gives a key that has no policy: the account may hand everything on. https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html */
const defaultPolicy = (account: string): object => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: account }, Action: 'kms:*', Resource: '*' }] });

/** The CloudFormation types of a customer's key and of its alias. */
export const keyResources = (keys: Keys, permissions: Permissions, ids: Identifiers, clock: Clock): Providers =>
  ({ 'AWS::KMS::Key': keyProvider(keys, permissions, ids, clock), 'AWS::KMS::Alias': aliasProvider(keys) });

function keyProvider(keys: Keys, permissions: Permissions, ids: Identifiers, clock: Clock): ResourceProvider {
  const where = ({ stackName, logicalId }: ResourceRequest): string => `${stackName}/${logicalId}`;
  const put = (request: ResourceRequest, { id, arn, createdAt }: Pick<Key, 'id' | 'arn' | 'createdAt'>, material: Material): void => {
    const { properties, place } = request;
    refuseOthers('AWS::KMS::Key', properties, {
      served: ['KeyPolicy', 'KeyUsage', 'KeySpec', 'Enabled', 'Description', 'EnableKeyRotation'], withoutEffect: ['RotationPeriodInDays', 'PendingWindowInDays', 'MultiRegion', 'Tags', 'Origin'],
    });
    if (material.usage === 'SIGN_VERIFY' && isTrue(properties['EnableKeyRotation'])) throw new ServiceError('UnsupportedOperationException', `${arn} is asymmetric, and cannot be rotated: EnableKeyRotation`);
    const policy = policyFrom(where(request), properties['KeyPolicy'] ?? defaultPolicy(place.account), 'resource');
    refuseStrangers(policy, permissions);
    permissions.resources.put(arn, where(request), policy, 'needed');
    const state = properties['Enabled'] === undefined || isTrue(properties['Enabled']) ? 'Enabled' : 'Disabled';
    keys.keys.set(arn, { id, arn, place, createdAt, material, state, description: textOf(properties['Description']) ?? '' });
  };
  return {
    async create(request) {
      const id = ids.uuid();
      const arn = arnOf('kms', request.place, `key/${id}`);
      put(request, { id, arn, createdAt: clock.now() }, newMaterial(request.properties['KeySpec'], request.properties['KeyUsage']));
      return { physicalId: id, attributes: { KeyId: id, Arn: arn } };
    },
    async update(request, existing) {
      const key = keys.named(existing.physicalId, request.place);
      const { KeySpec: spec = 'SYMMETRIC_DEFAULT', KeyUsage: usage = 'ENCRYPT_DECRYPT' } = request.properties;
      // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-kms-key.html#cfn-kms-key-keyspec
      if (spec !== key.material.spec || usage !== key.material.usage) throw new ServiceError('ValidationError', `KeySpec and KeyUsage of ${key.arn} cannot be changed`);
      put(request, key, key.material);
      return existing;
    },
    /** What is deleted waits for a week or more; it keeps its policy, and can be used no more. */
    async delete(_, { attributes }) {
      const arn = String(attributes['Arn']);
      const key = keys.keys.get(arn);
      if (key !== undefined) keys.keys.set(arn, { ...key, state: 'PendingDeletion' });
    },
  };
}

/** KMS takes no policy that names a role which is not there: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html */
function refuseStrangers({ statements }: ReturnType<typeof policyFrom>, { roles: { roles } }: Permissions): void {
  const named = statements.flatMap(({ principals = [] }) => principals.flatMap((one) => (one.kind === 'arn' ? [one.arn] : [])));
  const missing = named.filter((arn) => /^arn:aws:iam::\d{12}:role\//.test(arn) && !roles.has(arn));
  if (missing.length > 0) throw new ServiceError('MalformedPolicyDocumentException', `Policy contains a statement with one or more invalid principals: ${missing.join(', ')}`);
}

function aliasProvider(keys: Keys): ResourceProvider {
  const name = ({ properties, place }: ResourceRequest, how: 'new' | 'moved'): string => {
    refuseOthers('AWS::KMS::Alias', properties, { served: ['AliasName', 'TargetKeyId'] });
    const alias = String(properties['AliasName']);
    keys.name(alias, place, String(properties['TargetKeyId']), how);
    return alias;
  };
  return {
    async create(request) {
      const alias = name(request, 'new');
      return { physicalId: alias, attributes: { AliasName: alias } };
    },
    async update(request, existing) {
      if (String(request.properties['AliasName']) !== existing.physicalId) return 'replace';
      name(request, 'moved');
      return existing;
    },
    async delete({ place }, { physicalId }) {
      keys.unname(physicalId, place);
    },
  };
}
