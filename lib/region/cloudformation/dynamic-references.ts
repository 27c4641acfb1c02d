import { invalid } from './arguments';
import { isCustom } from './template';

/** Where dynamic references read: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html */
export interface DynamicSources {
  /** A parameter of the parameter store, the newest version unless one is named. @throws when there is none */
  parameter(name: string, version: number | undefined): { readonly type: string; readonly value: string };
  /** The text of a secret, or of one of its keys. @throws when there is none */
  secret(wanted: SecretReference): string;
}

export interface SecretReference {
  /** Name or ARN. */
  readonly id: string;
  readonly key: string | undefined;
  readonly stage: string | undefined;
  readonly version: string | undefined;
}

const REFERENCE = /\{\{resolve:([^:}]*):([^}]*)\}\}/g;

/** The only places where a value from a secure parameter may go. */
const SECURE_PLACES: Readonly<Record<string, readonly string[]>> = {
  'AWS::DirectoryService::MicrosoftAD': ['Password'], 'AWS::DirectoryService::SimpleAD': ['Password'], 'AWS::ElastiCache::ReplicationGroup': ['AuthToken'],
  'AWS::IAM::User': ['LoginProfile'], 'AWS::KinesisFirehose::DeliveryStream': ['RedshiftDestinationConfiguration'], 'AWS::OpsWorks::App': ['AppSource'],
  'AWS::OpsWorks::Stack': ['CustomCookbooksSource', 'RdsDbInstances'], 'AWS::RDS::DBCluster': ['MasterUserPassword'], 'AWS::RDS::DBInstance': ['MasterUserPassword'],
  'AWS::Redshift::Cluster': ['MasterUserPassword'],
};

type Fields = Readonly<Record<string, unknown>>;

/**
 * A resource's properties with every dynamic reference looked up.
 *
 * @throws ServiceError `ValidationError` for a reference that is malformed, unknown, or not allowed where it stands
 */
export function withoutReferences(properties: Fields, type: string, sources: DynamicSources): Fields {
  return Object.fromEntries(Object.entries(properties).map(([name, value]) => {
    const look = (service: string, key: string): string => {
      if (service === 'ssm') return plainParameter(key, sources);
      if (service !== 'ssm-secure' && service !== 'secretsmanager') return invalid(`Dynamic reference to the service ${JSON.stringify(service)} is not supported: it must be ssm, ssm-secure or secretsmanager`);
      if (isCustom(type)) return invalid(`Dynamic references for secure values are not supported in custom resources, got ${service} in ${name}`);
      return service === 'secretsmanager' ? sources.secret(readSecretReference(key)) : secureParameter(key, { type, property: name }, sources);
    };
    return [name, within(value, look)];
  }));
}

function within(value: unknown, look: (service: string, key: string) => string): unknown {
  if (typeof value === 'string') return value.replace(REFERENCE, (_, service: string, key: string) => look(service, key));
  if (Array.isArray(value)) return value.map((item) => within(item, look));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, within(inner, look)]));
}

function plainParameter(key: string, sources: DynamicSources): string {
  const { type, value } = sources.parameter(...readParameterReference(key));
  return type === 'SecureString' ? invalid(`Non-secure ssm prefix was used for secure parameter: ${key}`) : value;
}

function secureParameter(key: string, where: { readonly type: string; readonly property: string }, sources: DynamicSources): string {
  if (SECURE_PLACES[where.type]?.includes(where.property) !== true) {
    return invalid(`SSM Secure reference is not supported in: [${where.type}/Properties/${where.property}]`);
  }
  const { type, value } = sources.parameter(...readParameterReference(key));
  return type === 'SecureString' ? value : invalid(`Secure ssm prefix was used for non-secure parameter: ${key}`);
}

function readParameterReference(key: string): [string, number | undefined] {
  const [, name, version] = /^([a-zA-Z0-9_.\-/]+)(?::(\d+))?$/.exec(key) ?? [];
  return name === undefined ? invalid(`Incorrect format is used in the following SSM reference: [${key}]`) : [name, version === undefined ? undefined : Number(version)];
}

/** `secret-id:SecretString:json-key:version-stage:version-id`, of which everything after the id may be left out. */
function readSecretReference(text: string): SecretReference {
  const parts = text.split(':');
  const idLength = text.startsWith('arn:') ? 7 : 1;
  const [kind = 'SecretString', key, stage, version, ...rest] = parts.slice(idLength);
  if (kind !== 'SecretString' || rest.length > 0) return invalid(`Incorrect format is used in the following Secrets Manager reference: [${text}]`);
  const given = (part: string | undefined): string | undefined => (part === '' ? undefined : part);
  if (given(stage) !== undefined && given(version) !== undefined) return invalid(`A reference to a secret names its version by stage or by id, not by both: [${text}]`);
  return { id: parts.slice(0, idLength).join(':'), key: given(key), stage: given(stage), version: given(version) };
}
