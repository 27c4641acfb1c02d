import type { ResourceProvider, ResourceRequest } from '../../cloudformation/provider';
import { isTrue, refuseOthers, refuseUnless, textOf, textsOf, wholeNumber, type Fields } from '../../fields';
import { arnOf, type Place } from '../../place';
import { ServiceError } from '../../service-error';
import { mayConnect } from '../connect-permission';
import type { Database } from '../databases';
import type { DatabaseResourcePorts } from '../resources';

const TYPE = 'AWS::RDS::DBInstance';
const PORT = 5432;
const LOGS = ['postgresql', 'upgrade', 'iam-db-auth-error'];

export function instance(ports: DatabaseResourcePorts): ResourceProvider {
  const { databases, ids } = ports;
  const settle = async (identifier: string, properties: Fields): Promise<void> => {
    await databases.configure(identifier, { parameterGroup: textOf(properties['DBParameterGroupName']), exportsLog: textsOf(properties['EnableCloudwatchLogsExports']).includes('postgresql') });
  };
  return {
    async create(request) {
      const { place, properties } = request;
      const { permissions, subnetsOf } = ports.access;
      refuse(properties);
      const identifier = nameOf(request, ports);
      const resourceId = `db-${ids.upper(26)}`;
      refuseMonitoring(identifier, place, properties, ports);
      const attached = { groups: textsOf(properties['VPCSecurityGroups']), subnets: subnetsOf(String(properties['DBSubnetGroupName'])) };
      const host = `${identifier}.${ids.lower(12)}.${place.region}.rds.amazonaws.com`;
      const port = wholeNumber(`${TYPE}.Port`, properties['Port'], [1_150, 65_535], PORT);
      const source = textOf(properties['SourceDBInstanceIdentifier'])?.split(':').at(-1);
      const secret = source === undefined ? await startSource(identifier, { resourceId, attached }, place, properties, ports) : undefined;
      await databases.open({ identifier, host, port, source: source ?? identifier, isReplica: source !== undefined, takesTokens: isTrue(properties['EnableIAMDatabaseAuthentication']), attached, mayConnect: mayConnect(permissions, place, resourceId) });
      await settle(identifier, properties);
      return {
        physicalId: identifier,
        attributes: {
          'Endpoint.Address': host, 'Endpoint.Port': String(port), DBInstanceArn: arnOf('rds', place, `db:${identifier}`), DbiResourceId: resourceId,
          DBInstanceIdentifier: identifier, ...(secret === undefined ? {} : { 'MasterUserSecret.SecretArn': secret }),
        },
      };
    },
    async update({ properties }, existing) {
      refuse(properties);
      await settle(existing.physicalId, properties);
      return existing;
    },
    async delete(_, { physicalId }) {
      await databases.remove(physicalId);
    },
  };
}

function nameOf({ properties, stackName, logicalId }: ResourceRequest, { ids }: DatabaseResourcePorts): string {
  return (textOf(properties['DBInstanceIdentifier']) ?? `${stackName}-${logicalId}-${ids.lower(12)}`).toLowerCase();
}

/** Starts the servers of a source instance; answers the ARN of the secret when RDS itself keeps the password. */
async function startSource(identifier: string, where: Pick<Database, 'resourceId' | 'attached'>, place: Place, properties: Fields, { databases, secrets }: DatabaseResourcePorts): Promise<string | undefined> {
  if (properties['Engine'] !== 'postgres') throw new ServiceError('InvalidParameterValue', `the region runs the engine postgres, got ${String(properties['Engine'])}`);
  const user = textOf(properties['MasterUsername']);
  if (user === undefined) throw new ServiceError('InvalidParameterValue', 'The parameter MasterUsername must be provided and must not be blank.');
  const managed = isTrue(properties['ManageMasterUserPassword']);
  const password = managed ? `managed-${identifier}` : textOf(properties['MasterUserPassword']);
  if (password === undefined || password.length < 8) throw new ServiceError('InvalidParameterValue', 'The parameter MasterUserPassword is not a valid password because it is shorter than 8 characters.');
  const arn = managed ? secrets.create(place, `rds!db-${identifier}`, JSON.stringify({ username: user, password })) : undefined;
  await databases.start(identifier, where, textOf(properties['DBName']) ?? 'postgres', user, () => password);
  return arn;
}

/** RDS takes the role on to publish what the operating system does. */
function refuseMonitoring(identifier: string, place: Place, { MonitoringInterval, MonitoringRoleArn }: Fields, { access: { permissions } }: DatabaseResourcePorts): void {
  if (Number(MonitoringInterval ?? 0) === 0) return;
  const roleArn = textOf(MonitoringRoleArn);
  const source = { arn: arnOf('rds', place, `db:${identifier}`), account: place.account };
  if (roleArn === undefined || !permissions.mayAssume(roleArn, 'monitoring.rds.amazonaws.com', source, place.region)) {
    throw new ServiceError('InvalidParameterValue', 'IAM role ARN value is invalid or does not include the required permissions for: ENHANCED_MONITORING');
  }
}

function refuse(properties: Fields): void {
  refuseOthers(TYPE, properties, {
    served: [
      'DBInstanceIdentifier', 'Engine', 'DBName', 'Port', 'MasterUsername', 'MasterUserPassword', 'ManageMasterUserPassword', 'SourceDBInstanceIdentifier', 'DBParameterGroupName',
      'EnableCloudwatchLogsExports', 'EnableIAMDatabaseAuthentication', 'PubliclyAccessible', 'VPCSecurityGroups', 'DBSubnetGroupName', 'MonitoringInterval', 'MonitoringRoleArn',
    ],
    // Hardware, backups, maintenance and where it stands: nothing of it can be seen in a database on this machine.
    withoutEffect: [
      'AllocatedStorage', 'AllowMajorVersionUpgrade', 'ApplyImmediately', 'AutoMinorVersionUpgrade', 'AvailabilityZone', 'BackupRetentionPeriod', 'CACertificateIdentifier', 'CopyTagsToSnapshot', 'DBInstanceClass',
      'DeleteAutomatedBackups', 'DeletionProtection', 'EnablePerformanceInsights', 'EngineVersion', 'Iops', 'KmsKeyId', 'MasterUserSecret', 'MaxAllocatedStorage',
      'MultiAZ', 'NetworkType', 'PerformanceInsightsKMSKeyId', 'PerformanceInsightsRetentionPeriod', 'DatabaseInsightsMode', 'PreferredBackupWindow', 'PreferredMaintenanceWindow',
      'SourceRegion', 'StorageEncrypted', 'StorageThroughput', 'StorageType', 'Tags', 'EngineLifecycleSupport', 'DedicatedLogVolume', 'LicenseModel',
    ],
  }, 'InvalidParameterValue');
  refuseUnless(`${TYPE}.PubliclyAccessible`, properties['PubliclyAccessible'], [false], 'InvalidParameterValue');
  const unknown = textsOf(properties['EnableCloudwatchLogsExports']).filter((log) => !LOGS.includes(log));
  if (unknown.length > 0) throw new ServiceError('InvalidParameterCombination', `You cannot use the log types '${unknown.join(', ')}' with engine version postgres.`);
}
