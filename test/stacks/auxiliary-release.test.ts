import { readSettings, readWorkerSettings } from '../../services/auxiliary/src/settings';
import { synthesize } from './support/synthesize';
import { type CfnTemplate, type Found, ofType, only, textsIn } from './support/template';

const templates = synthesize();
const release = templates['production-AuxiliaryRelease'] as CfnTemplate;
const auxiliary = templates['production-Auxiliary'] as CfnTemplate;
const service = only(release, 'AWS::ECS::TaskDefinition', 'ServiceTask');
const workerTask = only(release, 'AWS::ECS::TaskDefinition', 'WorkerTask');
const workers = only(release, 'AWS::ECS::Service');
const deployment = only(release, 'Custom::EcsBlueGreenDeployment');

const container = ({ Properties }: Found) => Properties['ContainerDefinitions'][0];
/** As the task sees it: what is only known to CloudFormation is some text, and the platform adds its own. */
const environment = (task: Found): Readonly<Record<string, string>> => ({
  AWS_REGION: 'ap-northeast-2', ECS_CONTAINER_METADATA_URI_V4: 'http://169.254.170.2/v4/task',
  ...Object.fromEntries(container(task).Environment.map(({ Name, Value }: { Name: string; Value: unknown }) =>
    [Name, typeof Value === 'string' ? Value : { TopologyReaderPort: '5432', TopologyQueueUrl: 'https://sqs/queue' }[textsIn(Value)[0] ?? ''] ?? 'known-later'])),
});

test('it is bound to values of one snapshot of its own topology, all of which are written there', () => {
  expect(JSON.stringify(release)).not.toMatch(/Fn::ImportValue|Fn::GetStackOutput/);
  const read = Object.entries(release.Parameters ?? {}).filter(([name]) => name !== 'BootstrapVersion').map(([, { Default }]) => Default);
  const written = ofType(auxiliary, 'AWS::SSM::Parameter').map(({ Properties }) => Properties['Name'] as string);
  expect(read).toHaveLength(11);
  expect(written).toEqual(expect.arrayContaining(read));
  for (const path of read) expect(path).toContain(`/production/auxiliary/topology/${deployment.Properties['Topology']}/`);
});

test('its programs are told what they read, and no more of it', () => {
  expect(readSettings(environment(service))).toMatchObject({
    stage: 'production', service: 'auxiliary', port: 8_080, queueUrl: 'https://sqs/queue', readers: [{ user: 'points_auxiliary' }],
  });
  expect(readWorkerSettings(environment(workerTask))).toMatchObject({ service: 'auxiliary', leaseTable: 'known-later', digestTable: 'known-later' });
  expect(Object.keys(environment(service))).not.toContain('LEASE_TABLE');
});

test('its programs are two of one bundle', () => {
  const workload = { release: 'local-666666666666', directory: 'workload.6666666666666666' };
  expect(service.Metadata?.['changeover:workload']).toMatchObject({ ...workload, container: 'auxiliary', command: ['node', 'main.js'] });
  expect(workerTask.Metadata?.['changeover:workload']).toMatchObject({ ...workload, container: 'worker', command: ['node', 'worker.js'] });
  expect(container(workerTask)).not.toHaveProperty('PortMappings');
});

test('it is rolled out by the function of its own tier, without migrations', () => {
  expect(deployment.Properties['ServiceToken']).toBe('arn:aws:lambda:ap-northeast-2:222222222222:function:production-auxiliary-deployment');
  expect(deployment.Properties).toMatchObject({ ContainerName: 'auxiliary', Release: 'local-666666666666' });
  expect(deployment.Properties).not.toHaveProperty('MigrationTaskDefinition');
});

describe('its workers', () => {
  test('are a service that ECS rolls by itself, in the cluster and network of the tier, without a way in', () => {
    expect(workers.Properties).toMatchObject({
      Cluster: only(auxiliary, 'AWS::ECS::Cluster').Properties['ClusterName'],
      DeploymentController: { Type: 'ECS' },
      DeploymentConfiguration: { MinimumHealthyPercent: 100, DeploymentCircuitBreaker: { Enable: true, Rollback: true } },
      DesiredCount: 2,
      TaskDefinition: { Ref: workerTask.id },
      NetworkConfiguration: {
        AwsvpcConfiguration: {
          AssignPublicIp: 'DISABLED', SecurityGroups: [{ Ref: 'TopologyWorkerSecurityGroup' }],
          Subnets: { 'Fn::Split': [',', { Ref: 'TopologyWorkerSubnets' }] },
        },
      },
    });
    expect(workers.Properties).not.toHaveProperty('LoadBalancers');
  });

  test('are there before a customer is moved', () => {
    expect(deployment.DependsOn).toContain(workers.id);
  });

  test('are of this release and this try alone: the next ones are others, and these stay for a rollback', () => {
    expect(workers.Properties['ServiceName']).toBe('worker-1-local-666666666666');
    expect([workers.DeletionPolicy, workers.UpdateReplacePolicy]).toEqual(['RetainExceptOnCreate', 'Retain']);
    expect(workers.id).toContain('Worker1local666666666666');
  });

  test('can be ended by the deployment function of the tier', () => {
    const policies = JSON.stringify(ofType(auxiliary, 'AWS::IAM::Policy'));
    expect(policies).toContain('service/production-auxiliary/worker-*');
  });
});
