import { isDeepStrictEqual } from 'node:util';
import type { Providers, ResourceRequest } from '../cloudformation/provider';
import { textOf } from '../fields';
import type { Identifiers } from '../identifiers';
import { ServiceError } from '../service-error';
import { randomPassword, readPasswordRules } from './random-password';
import type { Secrets } from './secrets';

type Fields = Readonly<Record<string, unknown>>;

/** What a secret is told of the database that it is attached to. */
export interface AttachedDatabase {
  readonly engine: string;
  readonly host: string;
  readonly port: number;
  readonly dbname?: string | undefined;
}

/**
 * The CloudFormation types of Secrets Manager that have behaviour here.
 *
 * @param databaseOf finds an RDS instance by its identifier
 */
export function secretResources(secrets: Secrets, ids: Identifiers, databaseOf: (identifier: string) => AttachedDatabase | undefined = () => undefined): Providers {
  return {
    'AWS::SecretsManager::Secret': {
      async create(request) {
        refuseReplicas(request);
        const name = String(request.properties['Name'] ?? `${request.logicalId}-${ids.lower(12)}`);
        const arn = secrets.create(request.place, name, valueOf(request.properties, ids), textOf(request.properties['KmsKeyId']));
        return { physicalId: arn, attributes: { Id: arn } };
      },
      async update(request, existing) {
        refuseReplicas(request);
        // A value that nobody has asked to change stays, or every release of a template would make a new password.
        const asked = ['SecretString', 'GenerateSecretString'].some((name) => request.properties[name] !== undefined && !isDeepStrictEqual(request.properties[name], existing.properties[name]));
        if (asked) secrets.change(existing.physicalId, valueOf(request.properties, ids));
        return existing;
      },
      async delete(_, { physicalId }) {
        secrets.remove(physicalId);
      },
    },
    'AWS::SecretsManager::SecretTargetAttachment': {
      async create(request) {
        const arn = attach(secrets, request, databaseOf);
        return { physicalId: arn, attributes: { Id: arn } };
      },
      async update(request) {
        const arn = attach(secrets, request, databaseOf);
        return { physicalId: arn, attributes: { Id: arn } };
      },
      delete: async () => undefined,
    },
  };
}

function refuseReplicas({ properties }: ResourceRequest): void {
  if (properties['ReplicaRegions'] !== undefined) throw new ServiceError('InvalidParameterException', 'the region does not know replicas of secrets (ReplicaRegions)');
}

/** Writes into the secret where its database is: https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_secret_json_structure.html */
function attach(secrets: Secrets, { properties }: ResourceRequest, databaseOf: (identifier: string) => AttachedDatabase | undefined): string {
  const { SecretId, TargetId, TargetType } = properties;
  if (TargetType !== 'AWS::RDS::DBInstance') throw new ServiceError('InvalidParameterException', `the region attaches secrets to AWS::RDS::DBInstance, got ${JSON.stringify(TargetType)}`);
  const { arn, value } = secrets.get(String(SecretId));
  const found = databaseOf(String(TargetId));
  const { dbname, ...where } = found ?? { engine: 'postgres' };
  secrets.change(arn, JSON.stringify({ ...json(value), ...where, ...(dbname === undefined ? {} : { dbname }), dbInstanceIdentifier: TargetId }));
  return arn;
}

function valueOf(properties: Fields, ids: Identifiers): string {
  const { SecretString, GenerateSecretString } = properties;
  if (SecretString !== undefined && GenerateSecretString !== undefined) throw new ServiceError('InvalidRequestException', 'You can\'t specify both SecretString and GenerateSecretString.');
  if (GenerateSecretString === undefined) return String(SecretString ?? '');
  const wanted = GenerateSecretString as Fields;
  const { GenerateStringKey: key, SecretStringTemplate: template } = wanted;
  const password = randomPassword(readPasswordRules(wanted), ids);
  if ((key === undefined) !== (template === undefined)) throw new ServiceError('InvalidParameterException', 'GenerateStringKey and SecretStringTemplate go together: one of them is missing.');
  return key === undefined ? password : JSON.stringify({ ...json(String(template)), [String(key)]: password });
}

function json(text: string): Fields {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  } catch { /* said below */ }
  throw new ServiceError('InvalidParameterException', 'The secret must be a JSON object to be added to.');
}
