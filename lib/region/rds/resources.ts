import type { Providers, ResourceProvider } from '../cloudformation/provider';
import { textOf } from '../fields';
import type { Permissions } from '../iam/permissions';
import type { Identifiers } from '../identifiers';
import { arnOf, type Place } from '../place';
import type { Secrets } from '../secretsmanager/secrets';
import { ServiceError } from '../service-error';
import { mayConnect, mayConnectThrough } from './connect-permission';
import type { Databases } from './databases';

type Fields = Readonly<Record<string, unknown>>;

/** The port of PostgreSQL unless the template says otherwise; a proxy has no other. */
const PORT = 5432;

/** The CloudFormation types of Amazon RDS that have behaviour here. */
export function databaseResources(databases: Databases, secrets: Secrets, ids: Identifiers, permissions: Permissions): Providers {
  return {
    'AWS::RDS::DBInstance': instance(databases, secrets, ids, permissions),
    'AWS::RDS::DBProxy': proxy(databases, ids, permissions),
    'AWS::RDS::DBProxyTargetGroup': proxyTarget(databases, ids),
  };
}

function instance(databases: Databases, secrets: Secrets, ids: Identifiers, permissions: Permissions): ResourceProvider {
  return {
    async create({ place, properties, stackName, logicalId }) {
      const identifier = String(properties['DBInstanceIdentifier'] ?? `${stackName}-${logicalId}-${ids.lower(12)}`.toLowerCase());
      const host = `${identifier}.${ids.lower(12)}.${place.region}.rds.amazonaws.com`;
      const port = Number(properties['Port'] ?? PORT);
      const source = properties['SourceDBInstanceIdentifier'];
      const resourceId = `db-${ids.upper(26)}`;
      refuseMonitoring(identifier, place, properties, permissions);
      const secret = source === undefined ? await startSource(identifier, resourceId, place, properties, databases, secrets) : undefined;
      const database = databases.sources.get(String(source ?? identifier).split(':').at(-1) ?? '');
      if (database === undefined) throw new ServiceError('DBInstanceNotFound', `DBInstance ${String(source)} not found.`, 404);
      await databases.open(host, port, database, source === undefined ? database.pair.primary : database.pair.replica, mayConnect(permissions, place, resourceId));
      return {
        physicalId: identifier,
        attributes: {
          'Endpoint.Address': host, 'Endpoint.Port': String(port), DBInstanceArn: arnOf('rds', place, `db:${identifier}`), DbiResourceId: resourceId,
          DBInstanceIdentifier: identifier, ...(secret === undefined ? {} : { 'MasterUserSecret.SecretArn': secret }),
        },
      };
    },
    update: async (_, existing) => existing,
    async delete(_, { attributes, physicalId, properties }) {
      await databases.close(String(attributes['Endpoint.Address']), Number(attributes['Endpoint.Port']));
      if (properties['SourceDBInstanceIdentifier'] !== undefined) return;
      const source = databases.sources.get(physicalId);
      databases.sources.delete(physicalId);
      await source?.pair[Symbol.asyncDispose]();
    },
  };
}

/** RDS takes the role on to publish what the operating system does. */
function refuseMonitoring(identifier: string, place: Place, { MonitoringInterval, MonitoringRoleArn }: Fields, permissions: Permissions): void {
  if (Number(MonitoringInterval ?? 0) === 0) return;
  const roleArn = textOf(MonitoringRoleArn);
  const source = { arn: arnOf('rds', place, `db:${identifier}`), account: place.account };
  if (roleArn === undefined || !permissions.mayAssume(roleArn, 'monitoring.rds.amazonaws.com', source, place.region)) {
    throw new ServiceError('InvalidParameterValue', 'IAM role ARN value is invalid or does not include the required permissions for: ENHANCED_MONITORING');
  }
}

/** Starts the servers of a source instance; answers the ARN of the secret when RDS itself keeps the password. */
async function startSource(identifier: string, resourceId: string, place: Place, properties: Fields, databases: Databases, secrets: Secrets): Promise<string | undefined> {
  if (properties['Engine'] !== 'postgres') throw new ServiceError('InvalidParameterValue', `the region runs the engine postgres, got ${String(properties['Engine'])}`);
  const user = String(properties['MasterUsername']);
  const managed = properties['ManageMasterUserPassword'] === true || properties['ManageMasterUserPassword'] === 'true';
  const password = managed ? `managed-${identifier}` : String(properties['MasterUserPassword']);
  const arn = managed ? secrets.create(place, `rds!db-${identifier}`, JSON.stringify({ username: user, password })) : undefined;
  await databases.start(identifier, resourceId, String(properties['DBName'] ?? 'postgres'), user, () => password);
  return arn;
}

function proxy(databases: Databases, ids: Identifiers, permissions: Permissions): ResourceProvider {
  return {
    async create({ place, properties }) {
      const name = String(properties['DBProxyName']);
      const host = `${name}.proxy-${ids.lower(12)}.${place.region}.rds.amazonaws.com`.toLowerCase();
      const [resourceId, roleArn] = [`prx-${ids.hex(17)}`, String(properties['RoleArn'])];
      const arn = arnOf('rds', place, `db-proxy:${resourceId}`);
      if (!permissions.mayAssume(roleArn, 'rds.amazonaws.com', { arn, account: place.account }, place.region)) throw new ServiceError('InvalidParameterValue', `RDS is not authorized to assume service-linked role ${roleArn}. Check your RDS service-linked role and try again.`);
      databases.announceProxy(name, host, (database) => mayConnectThrough(permissions, place, resourceId, { roleArn, name, instanceResourceId: database.resourceId }));
      return {
        physicalId: name,
        attributes: {
          Endpoint: host, DBProxyArn: arn,
          VpcId: ids.hex(17), DBProxyName: name,
        },
      };
    },
    update: async (_, existing) => existing,
    delete: async () => undefined,
  };
}

function proxyTarget(databases: Databases, ids: Identifiers): ResourceProvider {
  return {
    async create({ place, properties }) {
      const name = String(properties['DBProxyName']);
      const [identifier = ''] = (properties['DBInstanceIdentifiers'] ?? []) as readonly string[];
      const database = databases.sources.get(identifier);
      if (database === undefined) throw new ServiceError('DBInstanceNotFound', `DBInstance ${identifier} not found.`, 404);
      await databases.serveProxy(name, PORT, database);
      const arn = arnOf('rds', place, `target-group:prx-tg-${ids.hex(17)}`);
      return { physicalId: arn, attributes: { TargetGroupArn: arn } };
    },
    update: async (_, existing) => existing,
    delete: async () => undefined,
  };
}
