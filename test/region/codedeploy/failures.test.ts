import { PutLifecycleEventHookExecutionStatusCommand } from '@aws-sdk/client-codedeploy';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Opened } from '../../../lib/edge/processes/opened';
import { appSpec, inline, ROLE, startDeploying, type Deploying } from '../support/deploying';
import { startTestRegion, type TestRegion } from '../support/test-region';
import { until } from '../support/until';

const opened = new Opened();
let region: TestRegion;
let app: Deploying;

beforeAll(async () => {
  region = await startTestRegion(opened, 1_200);
  await mkdir(join(region.directory, 'hook'));
  await writeFile(join(region.directory, 'hook/index.js'), 'exports.handler = async (event) => process.stdout.write(JSON.stringify(event) + "\\n");');
  region.objects.put('code', 'hook', join(region.directory, 'hook'));
  await region.make('AWS::Lambda::Function', { FunctionName: 'hook', Runtime: 'nodejs22.x', Handler: 'index.handler', Role: 'arn:aws:iam::111122223333:role/hook', Code: { S3Bucket: 'code', S3Key: 'hook' } });
});
afterAll(() => opened[Symbol.asyncDispose]());
afterEach(() => app[Symbol.asyncDispose]());

const quick = { deploymentConfigName: 'CodeDeployDefault.ECSAllAtOnce', blueGreenDeploymentConfiguration: {} } as const;
const told = (deploymentId: string) => until('the hook was told', () => (region.logs.names().includes('/aws/lambda/hook') ? region.logs.events('/aws/lambda/hook') : []).map(({ message }) => message).filter((message) => message.startsWith('{"D'))
  .map((message) => JSON.parse(message) as { DeploymentId: string; LifecycleEventHookExecutionId: string }).find(({ DeploymentId }) => DeploymentId === deploymentId));
const alarm = (AlarmName: string, TreatMissingData: string) => ({
  AlarmName, Namespace: 'Test', MetricName: AlarmName, Statistic: 'Sum', Period: 60, EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: 'GreaterThanThreshold', TreatMissingData,
});
const watching = (name: string) => ({ alarmConfiguration: { enabled: true, alarms: [{ name }] } });

describe('hooks', () => {
  test('a function is told two ids and nothing else, and its verdict counts once', async () => {
    app = await startDeploying(region, quick);
    const id = await app.deploy('green', {}, { AfterAllowTestTraffic: 'hook' });
    const event = await told(id);
    expect(Object.keys(event)).toEqual(['DeploymentId', 'LifecycleEventHookExecutionId']);
    const report = (status: string, lifecycleEventHookExecutionId: string | undefined = event.LifecycleEventHookExecutionId) =>
      app.client.send(new PutLifecycleEventHookExecutionStatusCommand({ deploymentId: id, lifecycleEventHookExecutionId, status: status as 'Succeeded' }));
    for (const status of ['Pending', 'InProgress', 'Skipped', 'Unknown', 'fine']) await expect(report(status)).rejects.toMatchObject({ name: 'InvalidLifecycleEventHookExecutionStatusException' });
    await expect(report('Succeeded', 'bm9uc2Vuc2U=')).rejects.toMatchObject({ name: 'InvalidLifecycleEventHookExecutionIdException' });
    await expect(report('Succeeded', '')).rejects.toMatchObject({ name: 'InvalidLifecycleEventHookExecutionIdException' });
    expect(await report('Succeeded')).toMatchObject({ lifecycleEventHookExecutionId: event.LifecycleEventHookExecutionId });
    await expect(report('Failed')).rejects.toMatchObject({ name: 'LifecycleEventAlreadyCompletedException' });
    expect(await app.ended(id)).toMatchObject({ status: 'Succeeded' });
    expect(app.broken(id)).toEqual([]);
  }, 60_000);

  test('a verdict of failure ends the deployment, and blue has everything back', async () => {
    app = await startDeploying(region, quick);
    const id = await app.deploy('green', {}, { AfterInstall: 'arn:aws:lambda:ap-northeast-2:111122223333:function:hook' });
    const { LifecycleEventHookExecutionId } = await told(id);
    await app.client.send(new PutLifecycleEventHookExecutionStatusCommand({ deploymentId: id, lifecycleEventHookExecutionId: LifecycleEventHookExecutionId, status: 'Failed' }));
    expect(await app.ended(id)).toMatchObject({
      status: 'Failed', rollbackInfo: { rollbackDeploymentId: expect.any(String) },
      errorInformation: { code: 'HOOK_EXECUTION_FAILURE', message: 'The deployment failed because one or more of the lifecycle event validation functions failed.' },
    });
    expect((await app.target(id)).lifecycleEvents!.map(({ status }) => status)).toEqual(['Succeeded', 'Succeeded', 'Failed', 'Skipped', 'Skipped', 'Skipped', 'Skipped', 'Skipped']);
    expect(app.broken(id)).toEqual([]);
  }, 60_000);

  test('a verdict that never comes is waited for an hour', async () => {
    app = await startDeploying(region, quick);
    const id = await app.deploy('green', {}, { BeforeInstall: 'hook' });
    expect(await app.ended(id)).toMatchObject({ status: 'Failed', errorInformation: { code: 'TIMEOUT', message: expect.stringMatching(/one hour after a deployment hook is invoked\.$/) } });
    const [, ended] = (({ createTime, completeTime }) => [createTime, completeTime!.getTime() - createTime!.getTime()] as const)(await app.look(id));
    // Two thousand times as fast, a busy machine loses minutes; the machine's own tests count the hour exactly.
    expect(ended / 60_000).toBeGreaterThanOrEqual(60);
    expect(ended / 60_000).toBeLessThan(120);
  }, 60_000);

  test('a function that is not there cannot be invoked', async () => {
    app = await startDeploying(region, quick);
    const id = await app.deploy('green', {}, { BeforeInstall: 'nobody' });
    expect(await app.ended(id)).toMatchObject({ status: 'Failed', errorInformation: { code: 'IAM_ROLE_PERMISSIONS', message: expect.stringContaining(ROLE) } });
  }, 60_000);
});

describe('alarms', () => {
  test('an alarm that is red already stops a deployment at its birth, and one that overrides it lets the fix through', async () => {
    await region.make('AWS::CloudWatch::Alarm', alarm('red', 'breaching'));
    await until('the alarm is red', () => region.alarms.read(['red'])[0]?.state === 'ALARM');
    app = await startDeploying(region, { ...quick, ...watching('red') });
    const id = await app.deploy('green');
    expect(await app.ended(id)).toMatchObject({
      status: 'Stopped',
      errorInformation: { code: 'ALARM_ACTIVE', message: 'One or more alarms have been activated according to the Amazon CloudWatch metrics you selected, and the affected deployments have been stopped. Activated alarms: <red>' },
    });
    await expect(app.target(id)).rejects.toMatchObject({ name: 'DeploymentNotStartedException' });
    const fix = await app.deploy('fix', { overrideAlarmConfiguration: { enabled: false } });
    expect(await app.ended(fix)).toMatchObject({ status: 'Succeeded', overrideAlarmConfiguration: { enabled: false } });
  }, 60_000);

  test('an alarm in the bake takes the release back long before the bake is over', async () => {
    const made = await region.make('AWS::CloudWatch::Alarm', alarm('late', 'notBreaching'));
    app = await startDeploying(region, { ...watching('late'), deploymentConfigName: 'CodeDeployDefault.ECSAllAtOnce', blueGreenDeploymentConfiguration: { terminateBlueInstancesOnDeploymentSuccess: { action: 'TERMINATE', terminationWaitTimeInMinutes: 600 } } });
    const id = await app.deploy('green');
    await until('the bake has begun', async () => (await app.look(id)).instanceTerminationWaitTimeStarted);
    await region.registry.provider('AWS::CloudWatch::Alarm')!.update({ place: region.ecs.definitions[0]!.place, stackName: '', stackId: '', logicalId: '', type: '', metadata: {}, properties: alarm('late', 'breaching') }, { ...made, properties: {} });
    const info = await app.ended(id);
    expect(info).toMatchObject({ status: 'Stopped', errorInformation: { code: 'ALARM_ACTIVE' } });
    const raised = region.alarms.history.findLast(({ name, to }) => name === 'late' && to.state === 'ALARM')!;
    expect(info.completeTime!.getTime() - raised.at).toBeLessThan(10 * 60_000);
    expect(app.broken(id)).toEqual([]);
  }, 60_000);

  test('an alarm that nobody can read stops a deployment, unless the group says otherwise', async () => {
    app = await startDeploying(region, { ...quick, ...watching('gone') });
    const id = await app.deploy('green');
    expect(await app.ended(id)).toMatchObject({ status: 'Stopped', errorInformation: { message: expect.stringContaining('there is no state of gone') } });
    const deaf = await app.deploy('green', { overrideAlarmConfiguration: { enabled: true, ignorePollAlarmFailure: true, alarms: [{ name: 'gone' }] } });
    expect(await app.ended(deaf)).toMatchObject({ status: 'Succeeded' });
  }, 60_000);
});

describe('what is only found out after the deployment was created', () => {
  test.each([
    ['is no YAML', 'a: [', /invalid configuration\. The input AppSpec file is a not well-formed yaml\. The template cannot be parsed\.$/],
    ['names two services', JSON.stringify({ version: 0, Resources: [{}, {}] }), /Resources must hold exactly one AWS::ECS::Service; TaskDefinition must be given; LoadBalancerInfo needs/],
    ['has a hook where there is none', appSpec('a:1', { Install: 'hook' }), /Hooks must name events that can have a function, got Install$/],
    ['asks for capacity providers', appSpec('a:1').replace('"LoadBalancerInfo"', '"CapacityProviderStrategy":[],"LoadBalancerInfo"'), /CapacityProviderStrategy is not served by the region$/],
  ])('a revision that %s fails', async (_, content, message) => {
    app = await startDeploying(region, quick);
    const id = await app.deploy('green', { revision: inline(content) });
    expect(await app.ended(id)).toMatchObject({ status: 'Failed', errorInformation: { code: 'INVALID_REVISION', message: expect.stringMatching(message) } });
    await expect(app.target(id)).rejects.toMatchObject({ name: 'DeploymentNotStartedException' });
  }, 60_000);

  test('a revision lies in S3, or it does not', async () => {
    app = await startDeploying(region, quick);
    const s3 = (key: string) => ({ revision: { revisionType: 'S3', s3Location: { bucket: 'releases', key, bundleType: 'JSON' } } }) as const;
    const missing = await app.deploy('green', s3('gone.json'));
    expect(await app.ended(missing)).toMatchObject({ status: 'Failed', errorInformation: { code: 'INVALID_REVISION' }, revision: s3('gone.json').revision });
    await writeFile(join(region.directory, 'appspec.json'), appSpec(await app.stage.define('stored')));
    region.objects.put('releases', 'appspec.json', join(region.directory, 'appspec.json'));
    expect(await app.ended(await app.deploy('green', s3('appspec.json')))).toMatchObject({ status: 'Succeeded' });
  }, 60_000);

  test.each([
    ['a task definition that is not there', (arn: string) => appSpec(`${arn}0`), 'Unable to describe task definition.'],
    ['a container that it does not have', (arn: string) => appSpec(arn).replace('"ContainerName":"api"', '"ContainerName":"web"'), 'The container web does not exist in the task definition.'],
  ])('%s fails the installation', async (_, spec, message) => {
    app = await startDeploying(region, quick);
    const id = await app.deploy('green', { revision: inline(spec(await app.stage.define('green'))) });
    expect(await app.ended(id)).toMatchObject({ status: 'Failed', errorInformation: { code: 'ECS_UPDATE_ERROR', message } });
    expect(app.broken(id)).toEqual([]);
  }, 60_000);

  test('tasks that never become healthy fail it after an hour: there is no circuit breaker', async () => {
    app = await startDeploying(region, quick);
    const id = await app.deploy('green', { revision: inline(appSpec(await app.stage.define('broken', 'process.exit(1)'))) });
    expect(await app.ended(id)).toMatchObject({ status: 'Failed', errorInformation: { code: 'TIMEOUT', message: 'The deployment timed out while waiting for the replacement task set to become healthy. This time out period is 60 minutes.' } });
    expect(app.broken(id)).toEqual([]);
  }, 30_000);

  test('a listener that does not serve the primary task set', async () => {
    app = await startDeploying(region, quick);
    const { stage } = app;
    for (const rule of region.balancing.forwardsTo(stage.production, stage.groups)) await region.balancing.route(rule, [{ arn: stage.groups[0], weight: 0 }, { arn: stage.groups[1], weight: 100 }]);
    const id = await app.deploy('green');
    expect(await app.ended(id)).toMatchObject({
      status: 'Failed', errorInformation: { code: 'ELASTIC_LOAD_BALANCING_INVALID', message: 'The ELB could not be updated due to the following error: Primary taskset target group must be behind listener' },
    });
  }, 60_000);

  test('a test listener that begins with the other group is taken as it is', async () => {
    app = await startDeploying(region, quick);
    const { stage } = app;
    for (const rule of region.balancing.forwardsTo(stage.test, stage.groups)) await region.balancing.route(rule, [{ arn: stage.groups[0], weight: 0 }, { arn: stage.groups[1], weight: 100 }]);
    expect(await app.ended(await app.deploy('green'))).toMatchObject({ status: 'Succeeded' });
  }, 60_000);

  test('a primary task set whose target group is not of the pair', async () => {
    app = await startDeploying(region, quick);
    const other = await region.make('AWS::ElasticLoadBalancingV2::TargetGroup', { Port: 8080, Protocol: 'HTTP', TargetType: 'ip' });
    const group = region.catalog.group(app.stage.cluster, 'api');
    region.catalog.changeGroup({
      applicationName: app.stage.cluster, currentDeploymentGroupName: 'api',
      loadBalancerInfo: { targetGroupPairInfoList: [{ targetGroups: [{ name: app.stage.groupNames[1] }, { name: other.attributes['TargetGroupName'] }], prodTrafficRoute: { listenerArns: [group.productionListenerArn] } }] },
    });
    expect(await app.ended(await app.deploy('green'))).toMatchObject({ status: 'Failed', errorInformation: { code: 'INVALID_ECS_SERVICE', message: expect.stringContaining('must be one of the pair of the deployment group') } });
  }, 60_000);
});
