import type { Providers, ResourceProvider } from '../cloudformation/provider';
import { textOf, textsOf } from '../fields';
import type { Permissions } from '../iam/permissions';
import type { Identifiers } from '../identifiers';
import { arnOf, type Place } from '../place';
import type { Secrets } from '../secretsmanager/secrets';
import { ServiceError } from '../service-error';
import { mayConnect, mayConnectThrough } from './connect-permission';
import type { VirtualNetwork } from '../network/virtual-network';
import type { Database, Databases } from './databases';

type Fields = Readonly<Record<string, unknown>>;

/** The port of PostgreSQL unless the template says otherwise; a proxy has no other. */
const PORT = 5432;

export interface DatabaseAccess {
  readonly permissions: Permissions;
  readonly network: Pick<VirtualNetwork, 'reaches' | 'remember'>;
  /** The subnets of a group of subnets. */
  readonly subnetsOf: (group: string) => readonly string[];
}

/** The CloudFormation types of Amazon RDS that have behaviour here. */
export function databaseResources(databases: Databases, secrets: Secrets, ids: Identifiers, access: DatabaseAccess): Providers {
  return {
    'AWS::RDS::DBInstance': instance(databases, secrets, ids, access),
    'AWS::RDS::DBProxy': proxy(databases, ids, access),
    'AWS::RDS::DBProxyTargetGroup': proxyTarget(databases, ids),
  };
}

function instance(databases: Databases, secrets: Secrets, ids: Identifiers, access: DatabaseAccess): ResourceProvider {
  return {
    async create({ place, properties, stackName, logicalId }) {
      const { permissions, subnetsOf } = access;
      const identifier = String(properties['DBInstanceIdentifier'] ?? `${stackName}-${logicalId}-${ids.lower(12)}`.toLowerCase());
      const host = `${identifier}.${ids.lower(12)}.${place.region}.rds.amazonaws.com`;
      const port = Number(properties['Port'] ?? PORT);
      const source = properties['SourceDBInstanceIdentifier'];
      const resourceId = `db-${ids.upper(26)}`;
      refuseMonitoring(identifier, place, properties, permissions);
      const attached = { groups: textsOf(properties['VPCSecurityGroups']), subnets: subnetsOf(String(properties['DBSubnetGroupName'])) };
      const secret = source === undefined ? await startSource(identifier, { resourceId, attached }, place, properties, databases, secrets) : undefined;
      const database = databases.sources.get(String(source ?? identifier).split(':').at(-1) ?? '');
      if (database === undefined) throw new ServiceError('DBInstanceNotFound', `DBInstance ${String(source)} not found.`, 404);
      await databases.open(host, port, database, source === undefined ? database.pair.primary : database.pair.replica, { attached, mayConnect: mayConnect(permissions, place, resourceId) });
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
async function startSource(identifier: string, where: Pick<Database, 'resourceId' | 'attached'>, place: Place, properties: Fields, databases: Databases, secrets: Secrets): Promise<string | undefined> {
  if (properties['Engine'] !== 'postgres') throw new ServiceError('InvalidParameterValue', `the region runs the engine postgres, got ${String(properties['Engine'])}`);
  const user = String(properties['MasterUsername']);
  const managed = properties['ManageMasterUserPassword'] === true || properties['ManageMasterUserPassword'] === 'true';
  const password = managed ? `managed-${identifier}` : String(properties['MasterUserPassword']);
  const arn = managed ? secrets.create(place, `rds!db-${identifier}`, JSON.stringify({ username: user, password })) : undefined;
  await databases.start(identifier, where, String(properties['DBName'] ?? 'postgres'), user, () => password);
  return arn;
}

function proxy(databases: Databases, ids: Identifiers, access: DatabaseAccess): ResourceProvider {
  return {
    async create({ place, properties }) {
      const { permissions, network } = access;
      const name = String(properties['DBProxyName']);
      const host = `${name}.proxy-${ids.lower(12)}.${place.region}.rds.amazonaws.com`.toLowerCase();
      const [resourceId, roleArn] = [`prx-${ids.hex(17)}`, String(properties['RoleArn'])];
      const arn = arnOf('rds', place, `db-proxy:${resourceId}`);
      if (!permissions.mayAssume(roleArn, 'rds.amazonaws.com', { arn, account: place.account }, place.region)) throw new ServiceError('InvalidParameterValue', `RDS is not authorized to assume service-linked role ${roleArn}. Check your RDS service-linked role and try again.`);
      const attached = { groups: textsOf(properties['VpcSecurityGroupIds']), subnets: textsOf(properties['VpcSubnetIds']) };
      databases.announceProxy(name, host, ({ resourceId: instanceResourceId, attached: instance }) => {
        const [permitted, target] = [mayConnectThrough(permissions, place, resourceId, { roleArn, name, instanceResourceId }), { attached: instance, isPublic: false }];
        return { attached, mayConnect: (identity, user) => {
          // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy.troubleshooting.html
          if (!network.reaches(attached, target, PORT)) return 'Timed-out waiting to acquire database connection';
          network.remember(attached, target, PORT);
          return permitted(identity, user);
        } };
      });
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
