import { readRoleSpec } from '../../lambda/database/role-spec';
import { synthesize } from './support/synthesize';
import { type CfnTemplate, ofType, only } from './support/template';

const templates = synthesize();
const data = templates['production-Data'] as CfnTemplate;
const network = templates['production-Network'] as CfnTemplate;
const primary = only(data, 'AWS::RDS::DBInstance', 'PostgresPrimary');
const replica = only(data, 'AWS::RDS::DBInstance', 'PostgresReplica');

test('the primary survives a zone, a mistake and its own stack', () => {
  expect(primary.Properties).toMatchObject({
    MultiAZ: true, DeletionProtection: true, StorageEncrypted: true, PubliclyAccessible: false,
    BackupRetentionPeriod: 35, DeleteAutomatedBackups: false,
  });
  expect([primary.DeletionPolicy, primary.UpdateReplacePolicy]).toEqual(['Snapshot', 'Snapshot']);
});

test('the template names the major version, since the minor one is raised by RDS', () => {
  expect(primary.Properties).toMatchObject({ EngineVersion: '18', AutoMinorVersionUpgrade: true });
});

test('the master user is no superuser\'s name, and its password is one that replicas are allowed with', () => {
  expect(primary.Properties['MasterUsername']).toBe('points_master');
  expect(primary.Properties).not.toHaveProperty('ManageMasterUserPassword');
  expect(only(data, 'AWS::SecretsManager::RotationSchedule').Properties).toMatchObject({
    HostedRotationLambda: { RotationType: 'PostgreSQLSingleUser' },
    RotateImmediatelyOnUpdate: false,
    RotationRules: { ScheduleExpression: 'rate(30 days)' },
  });
});

test('a replica is in a zone where the primary can never be', () => {
  const zoneOf = (value: { 'Fn::ImportValue': string }): string => {
    const id = Object.keys(network.Resources).find((one) => value['Fn::ImportValue'].includes(`Ref${one}`));
    return network.Resources[id ?? '']?.Properties['AvailabilityZone'] as string;
  };
  const group = only(data, 'AWS::RDS::DBSubnetGroup', 'PostgresPrimary').Properties['SubnetIds'].map(zoneOf);
  expect(group).toEqual(['ap-northeast-2a', 'ap-northeast-2b']);
  expect(replica.Properties['AvailabilityZone']).toBe('ap-northeast-2c');
});

test('a replica says nothing that CloudFormation refuses to hear of one', () => {
  for (const property of ['StorageEncrypted', 'KmsKeyId', 'BackupRetentionPeriod', 'MasterUsername', 'MasterUserPassword', 'DBName']) {
    expect(replica.Properties).not.toHaveProperty(property);
  }
  expect(replica.DeletionPolicy).toBe('Delete');
  expect(replica.Properties['DeletionProtection']).toBe(true);
});

test('all instances refuse plain connections, log slow statements and let IAM decide who connects', () => {
  expect(only(data, 'AWS::RDS::DBParameterGroup').Properties).toMatchObject({
    Family: 'postgres18', Parameters: { 'rds.force_ssl': '1', log_min_duration_statement: '250' },
  });
  for (const { Properties } of [primary, replica]) {
    expect(Properties).toMatchObject({
      EnableIAMDatabaseAuthentication: true, DBParameterGroupName: { Ref: only(data, 'AWS::RDS::DBParameterGroup').id },
    });
    expect(Properties['EnableCloudwatchLogsExports']).toContain('postgresql');
  }
});

test('what takes long is logged with its text and without the values, which are about people', () => {
  expect(only(data, 'AWS::RDS::DBParameterGroup').Properties['Parameters']).toMatchObject({ log_parameter_max_length: '0', log_lock_waits: '1' });
});

describe('the notices', () => {
  const alarms = Object.fromEntries(ofType(data, 'AWS::CloudWatch::Alarm').map(({ Properties }) => [Properties['AlarmName'] as string, Properties]));

  test('tell the lag by the heartbeat row, because that of RDS grows at night', () => {
    expect(alarms['production-data-replica-lag']).toMatchObject({
      Namespace: 'Changeover/Service', MetricName: 'HeartbeatAge', Statistic: 'Maximum', Threshold: 30_000, EvaluationPeriods: 3,
      Dimensions: [{ Name: 'Service', Value: 'api' }, { Name: 'Stage', Value: 'production' }],
    });
  });

  test('tell of each server when it has more sessions than were planned', () => {
    for (const [name, instance] of [['primary', primary.id], ['replica-1', replica.id]]) {
      expect(alarms[`production-data-${name}-sessions`]).toMatchObject({
        MetricName: 'DatabaseConnections', Threshold: 648, Dimensions: [{ Name: 'DBInstanceIdentifier', Value: { Ref: instance } }],
      });
    }
  });

  test('tell when the proxy has missed the primary, and when it says nothing, for releases are excused by its word', () => {
    expect(alarms['production-data-primary-away']).toMatchObject({
      Namespace: 'AWS/RDS', MetricName: 'AvailabilityPercentage', Statistic: 'Average', Period: 60,
      Threshold: 100, ComparisonOperator: 'LessThanThreshold', EvaluationPeriods: 1, TreatMissingData: 'breaching',
      Dimensions: [{ Name: 'ProxyName', Value: { Ref: expect.stringMatching(/^WriterProxy/) } }, { Name: 'TargetGroup', Value: 'default' }, { Name: 'TargetRole', Value: 'READ_WRITE' }],
    });
  });

  test('stop no release and wake nobody', () => {
    expect(Object.keys(alarms)).toHaveLength(4);
    for (const properties of Object.values(alarms)) expect(properties).not.toHaveProperty('AlarmActions');
  });
});

describe('the proxy', () => {
  const proxy = only(data, 'AWS::RDS::DBProxy');
  const target = only(data, 'AWS::RDS::DBProxyTargetGroup');

  test('is for the primary only, with TLS and IAM on both sides and no password', () => {
    expect(proxy.Properties).toMatchObject({ DefaultAuthScheme: 'IAM_AUTH', RequireTLS: true, EngineFamily: 'POSTGRESQL' });
    expect(proxy.Properties).not.toHaveProperty('Auth');
    expect(target.Properties['DBInstanceIdentifiers']).toEqual([{ Ref: primary.id }]);
    expect(ofType(data, 'AWS::RDS::DBProxyEndpoint')).toEqual([]);
  });

  test('is connected when the user it logs in as is there', () => {
    expect(target.DependsOn).toContain(only(data, 'Custom::DatabaseRoles').id);
  });
});

describe('the users', () => {
  const users = only(data, 'Custom::DatabaseRoles');
  const specification = readRoleSpec(users.Properties['Roles']);

  test('are ones that the bootstrap function understands', () => {
    expect(specification).toMatchObject({ ok: true, value: { schema: 'points' } });
    expect(users.Properties).toMatchObject({ Stage: 'production', Account: '222222222222', ServiceTimeout: '300' });
  });

  test('have connections for both colours at full size, and auxiliary features only a few', () => {
    const roles = specification.ok ? specification.value.roles : [];
    const connections = Object.fromEntries(roles.map((role) => [role.name, role.connections]));
    expect(connections).toMatchObject({ points_writer: 2 * 12 * 6, points_reader: 4 * 12 * 6, points_auxiliary: 30 });
  });

  test('are made anew when the service may grow', () => {
    const larger = synthesize((stage) => ({ ...stage, service: { ...stage.service, maxTasks: 20 } }))['production-Data'] as CfnTemplate;
    expect(only(larger, 'Custom::DatabaseRoles').Properties['Roles']).not.toBe(users.Properties['Roles']);
  });

  test('are made by a function that trusts the authorities of RDS', () => {
    expect(only(data, 'AWS::Lambda::Function').Properties['Environment']['Variables']).toMatchObject({
      STAGE: 'production', ACCOUNT: '222222222222', DATABASE: 'points', NODE_EXTRA_CA_CERTS: '/var/runtime/ca-cert.pem',
      MASTER_SECRET_ARN: { Ref: only(data, 'AWS::SecretsManager::SecretTargetAttachment').id },
    });
  });
});
