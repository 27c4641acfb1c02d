import type { Providers } from '../cloudformation/provider';
import type { Identifiers } from '../identifiers';
import type { Secrets } from './secrets';

type Fields = Readonly<Record<string, unknown>>;

/** The CloudFormation types of Secrets Manager that have behaviour here. */
export function secretResources(secrets: Secrets, ids: Identifiers): Providers {
  return {
    'AWS::SecretsManager::Secret': {
      async create({ place, properties, stackName, logicalId }) {
        const name = String(properties['Name'] ?? `${logicalId}-${stackName}-${ids.lower(12)}`);
        const arn = secrets.create(place, name, valueOf(properties, ids));
        return { physicalId: arn, attributes: { Id: arn } };
      },
      update: async (_, existing) => existing,
      async delete(_, { physicalId }) {
        secrets.remove(physicalId);
      },
    },
    'AWS::SecretsManager::SecretTargetAttachment': {
      async create({ properties }) {
        const arn = String(properties['SecretId']);
        // RDS adds where the database is; the engine's attachment waits for the instance, so its name is in TargetId.
        const value = JSON.parse(secrets.get(arn).value) as Fields;
        secrets.change(arn, JSON.stringify({ ...value, engine: 'postgres', dbInstanceIdentifier: properties['TargetId'] }));
        return { physicalId: arn, attributes: { Id: arn } };
      },
      update: async (_, existing) => existing,
      delete: async () => undefined,
    },
  };
}

function valueOf(properties: Fields, ids: Identifiers): string {
  const generate = properties['GenerateSecretString'] as Fields | undefined;
  if (generate === undefined) return String(properties['SecretString'] ?? '');
  const password = ids.lower(Number(generate['PasswordLength'] ?? 32));
  const key = generate['GenerateStringKey'];
  if (key === undefined) return password;
  return JSON.stringify({ ...(JSON.parse(String(generate['SecretStringTemplate'] ?? '{}')) as Fields), [String(key)]: password });
}
