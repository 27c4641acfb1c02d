import type { Stage } from '../../lib/config/stage';
import { synthesize } from './support/synthesize';
import { type CfnTemplate, type Found, ofType, only, statementsOf, textsIn } from './support/template';

const templates = synthesize();
const auxiliary = templates['production-Auxiliary'] as CfnTemplate;
const role = (prefix: string): string => only(auxiliary, 'AWS::IAM::Role', prefix).id;
const allowed = (prefix: string) => statementsOf(auxiliary, role(prefix)).flatMap(({ Action, Resource }) =>
  [Action].flat().map((action) => [action, textsIn(Resource).find((text) => auxiliary.Resources[text] !== undefined)] as const));

describe('the auxiliary tier has the shape of the API', () => {
  const shape = (template: CfnTemplate, types: RegExp): readonly string[] => Object.entries(template.Resources)
    .filter(([id, { Type }]) => types.test(Type) && !id.startsWith('Topology')).map(([id]) => id).sort();

  test('with the same entrance, service, group and way to release', () => {
    const types = /::(ElasticLoadBalancingV2|ECS|CodeDeploy|ApplicationAutoScaling|StepFunctions|Lambda)::/;
    expect(shape(auxiliary, types)).toEqual(shape(templates['production-Api'] as CfnTemplate, types));
  });

  test('under names of its own', () => {
    expect(only(auxiliary, 'AWS::ECS::Cluster').Properties['ClusterName']).toBe('production-auxiliary');
    expect(only(auxiliary, 'AWS::ECS::Service').Properties).toMatchObject({ ServiceName: 'auxiliary', TaskDefinition: 'production-auxiliary' });
    expect(only(auxiliary, 'AWS::StepFunctions::StateMachine').Properties['StateMachineName']).toBe('production-auxiliary-deployment');
    expect(auxiliary.Outputs).toMatchObject({ LoadBalancerDnsName: { Description: 'Make shops.points.example.com an alias of this' } });
  });

  test('with a group whose alarms are its own, no more than CodeDeploy reads, on both target groups and on what it leaves in the queue', () => {
    const names = ofType(auxiliary, 'AWS::CloudWatch::Alarm').map(({ id, Properties }) => ({ id, name: Properties['AlarmName'] as string }));
    const read = only(auxiliary, 'AWS::CodeDeploy::DeploymentGroup').Properties['AlarmConfiguration'].Alarms as { Name: { Ref: string } }[];
    expect(read.map(({ Name }) => names.find(({ id }) => id === Name.Ref)?.name?.replace('production-auxiliary-', '')).sort()).toEqual([
      'composeDigest-server-errors', 'getRanking-server-errors', 'getStatistics-server-errors',
      'misled-writes', 'requestDigest-server-errors', 'slower-than-the-other', 'targets-server-errors', 'unhealthy-hosts', 'unlogged-answers',
    ]);
  });
});

test('none of its alarms wakes anybody by itself', () => {
  for (const { Properties } of ofType(auxiliary, 'AWS::CloudWatch::Alarm')) expect(Properties).not.toHaveProperty('AlarmActions');
});

describe('its work', () => {
  const queues = ofType(auxiliary, 'AWS::SQS::Queue');
  const work = queues.find(({ Properties }) => Properties['RedrivePolicy'] !== undefined) as Found;

  test('is set aside for two weeks when five deliveries were not enough', () => {
    expect(queues).toHaveLength(2);
    const aside = queues.find(({ id }) => id !== work.id) as Found;
    expect(work.Properties['RedrivePolicy']).toEqual({ deadLetterTargetArn: { 'Fn::GetAtt': [aside.id, 'Arn'] }, maxReceiveCount: 5 });
    expect(aside.Properties['MessageRetentionPeriod']).toBe(14 * 86_400);
  });

  test('is noticed when it waits, and when it was set aside', () => {
    const watched = ofType(auxiliary, 'AWS::CloudWatch::Alarm').filter(({ Properties }) => Properties['Namespace'] === 'AWS/SQS');
    expect(watched.map(({ Properties: { AlarmName, MetricName, Threshold, Dimensions } }) =>
      [AlarmName, MetricName, Threshold, Dimensions[0].Value['Fn::GetAtt'][0] === work.id])).toEqual([
      ['production-auxiliary-work-waits', 'ApproximateAgeOfOldestMessage', 900, true],
      ['production-auxiliary-work-set-aside', 'ApproximateNumberOfMessagesVisible', 1, false],
    ]);
  });

  test('has tables that survive their stack, under the keys that the programs use', () => {
    const keys = (prefix: string) => only(auxiliary, 'AWS::DynamoDB::Table', prefix).Properties['KeySchema'];
    expect(keys('WorkLease')).toEqual([{ AttributeName: 'lease', KeyType: 'HASH' }]);
    expect(keys('WorkDigests')).toEqual([{ AttributeName: 'shopId', KeyType: 'HASH' }, { AttributeName: 'digestKey', KeyType: 'RANGE' }]);
    expect(only(auxiliary, 'AWS::DynamoDB::Table', 'WorkDigests').Properties['TimeToLiveSpecification'])
      .toEqual({ AttributeName: 'expiresAt', Enabled: true });
    for (const { DeletionPolicy } of ofType(auxiliary, 'AWS::DynamoDB::Table')) expect(DeletionPolicy).toBe('RetainExceptOnCreate');
  });

  test('is asked for by tasks, done by workers under the lease, and handed over by the deployment function alone', () => {
    const [queue, lease, digests] = ['WorkQueue', 'WorkLease', 'WorkDigests']
      .map((prefix) => Object.keys(auxiliary.Resources).find((id) => id.startsWith(prefix)) as string);
    const onWork = (prefix: string) => allowed(prefix).filter(([, on]) => [queue, lease, digests].includes(on as string)).sort();
    expect(onWork('RolesTask')).toEqual([['sqs:SendMessage', queue]]);
    expect(onWork('RolesWorker')).toEqual([
      ['dynamodb:ConditionCheckItem', lease], ['dynamodb:GetItem', lease], ['dynamodb:PutItem', digests],
      ['sqs:ChangeMessageVisibility', queue], ['sqs:DeleteMessage', queue], ['sqs:ReceiveMessage', queue],
    ]);
    expect(onWork('ReleasesCodeRole')).toEqual([['dynamodb:GetItem', lease], ['dynamodb:UpdateItem', lease]]);
    expect(only(auxiliary, 'AWS::Lambda::Function', 'Releases').Properties['Environment']['Variables']).toMatchObject({ LEASE_TABLE: { Ref: lease } });
  });
});

describe('the database', () => {
  test('is reached on replicas, as the user with the cap, by tasks and workers', () => {
    for (const prefix of ['RolesTask', 'RolesWorker']) {
      const resources = statementsOf(auxiliary, role(prefix)).filter(({ Action }) => Action === 'rds-db:connect').map(({ Resource }) => textsIn(Resource).join(''));
      expect(resources).toEqual([expect.stringMatching(/PostgresReplica1.*\/points_auxiliary$/)]);
    }
  });

  test('is nothing to the functions of a tier that writes nothing', () => {
    expect(JSON.stringify(statementsOf(auxiliary, role('ProbeRole')))).not.toContain('rds-db');
    expect(only(auxiliary, 'AWS::Lambda::Function', 'Probe').Properties['Environment']['Variables']).not.toHaveProperty('PROBER_HOST');
  });
});

test('the deployment function runs no task, ends workers and no other service, and lists services of its cluster only', () => {
  const statements = statementsOf(auxiliary, role('ReleasesCodeRole'));
  const of = (action: string) => statements.filter(({ Action }) => [Action].flat().includes(action));
  expect(of('ecs:RunTask')).toEqual([]);
  expect(of('ecs:DeleteService')).toMatchObject([{ Resource: 'arn:aws:ecs:ap-northeast-2:222222222222:service/production-auxiliary/worker-*' }]);
  expect(of('ecs:ListServices')).toMatchObject([{ Condition: { ArnEquals: { 'ecs:cluster': expect.anything() } } }]);
});

test('whatever changes of the auxiliary tier alone leaves the API as it is, to the byte', () => {
  const changed = (stage: Stage): Stage => ({ ...stage, auxiliary: { ...stage.auxiliary, domain: 'x.example.com', expectedPeak: 4, service: { ...stage.auxiliary.service, maxTasks: 5 } } });
  const after = synthesize(changed);
  const different = Object.keys(templates).filter((name) => JSON.stringify(templates[name]) !== JSON.stringify(after[name]));
  expect(different.filter((name) => !name.includes('-Auxiliary'))).toEqual([]);
  expect(different).toContain('production-Auxiliary');
});
