import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { ECSClient } from '@aws-sdk/client-ecs';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { inspect, type InspectionNames } from '../../../lambda/deployment/aws-inspection';
import { after, minutes } from '../../../lib/core/units';
import { Opened } from '../../../lib/edge/processes/opened';
import { startDeploying, type Deploying } from '../../region/support/deploying';
import { PLACE } from '../../region/support/resource-request';
import { startTestRegion, type TestRegion } from '../../region/support/test-region';

const opened = new Opened();
let region: TestRegion;
let deploying: Deploying;
let names: InspectionNames;

beforeAll(async () => {
  region = await startTestRegion(opened);
  await region.make('AWS::CloudWatch::Alarm', { AlarmName: 'errors', Namespace: 'Shop', MetricName: 'Errors', Statistic: 'Sum', Period: 60, EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: 'GreaterThanOrEqualToThreshold', TreatMissingData: 'notBreaching' });
  deploying = opened.add(await startDeploying(region, { alarmConfiguration: { enabled: true, alarms: [{ name: 'errors' }] } }));
  const { stage } = deploying;
  const ruleOf = (listener: string): string => [...region.balancing.rules.values()].find(({ listenerArn }) => listenerArn === listener)?.arn ?? '';
  await region.cloudformation.deploy(PLACE, 'shop-Api', { Resources: { Topic: { Type: 'AWS::SNS::Topic', Properties: {} } } });
  names = {
    application: stage.cluster, deploymentGroup: 'api', cluster: stage.cluster, service: 'api', alarms: ['errors', 'gone'], rules: { production: ruleOf(stage.production), test: ruleOf(stage.test) },
    stacks: ['shop-Api', 'shop-Data'],
  };
}, 60_000);
afterAll(() => opened[Symbol.asyncDispose]());

const look = (more: Partial<InspectionNames> = {}) => {
  const [cloudwatch, balancing, cloudformation, ecs] = [new CloudWatchClient(region.client), new ElasticLoadBalancingV2Client(region.client), new CloudFormationClient(region.client), new ECSClient(region.client)];
  return inspect({ codedeploy: deploying.client, ecs, cloudwatch, balancing, cloudformation }, { ...names, ...more }, new Date(after(region.clock.now(), minutes(1))));
};

test('the real clients find the stage as it stands, and name what is not there by nothing', async () => {
  const { stage: { groups: [one, two] } } = deploying;
  expect(await look()).toEqual({
    group: {
      alarms: { enabled: true, ignorePollAlarmFailure: false, names: ['errors'] },
      rollback: { enabled: true, events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM', 'DEPLOYMENT_STOP_ON_REQUEST'] },
    },
    alarms: [{ name: 'errors', state: expect.stringMatching(/^(OK|INSUFFICIENT_DATA)$/), actionsEnabled: true, because: expect.any(String), terms: '>= 1 in 1 of 1 periods, notBreaching without data' }],
    routes: ['production', 'test'].map((route) => ({ route, weights: [{ targetGroup: one, weight: 100 }, { targetGroup: two, weight: 0 }] })),
    primary: { taskDefinition: expect.stringMatching(/task-definition\/test-api:\d+$/), active: true, targetGroup: one },
    requests: { count: 0, hours: 24 },
    stacks: [{ name: 'shop-Api', status: 'CREATE_COMPLETE' }, { name: 'shop-Data', status: undefined }],
  });
});

test('a rule that is gone is none, and requests are those to the group that serves', async () => {
  const { balancing, metrics, clock } = region;
  const [one, two] = deploying.stage.groups.map((arn) => balancing.group(arn).dimension) as [string, string];
  const LoadBalancer = balancing.loadBalancer(deploying.stage.loadBalancer).dimension;
  const publish = (TargetGroup: string, count: number): void => metrics.put({ namespace: 'AWS/ApplicationELB', name: 'RequestCount', dimensions: { LoadBalancer, TargetGroup } }, clock.now(), 1, count);
  publish(two, 5);
  publish(one, 7);
  publish(one, 1);
  await clock.sleep(minutes(4));
  const { requests, routes } = await look({ rules: { ...names.rules, test: names.rules.test.replace(/.{16}$/, '0'.repeat(16)) } });
  expect(requests.count).toBe(8);
  expect(routes.map(({ weights }) => weights?.length)).toEqual([2, undefined]);
});

test('what may not be looked at is no "not there": the failure is handed on', async () => {
  await expect(look({ cluster: 'nowhere' })).rejects.toThrow(/cluster/i);
  await expect(look({ application: 'nowhere' })).rejects.toMatchObject({ name: 'ApplicationDoesNotExistException' });
});
