import {
  BatchGetDeploymentsCommand, BatchGetDeploymentTargetsCommand, ContinueDeploymentCommand, CreateDeploymentCommand, DeleteApplicationCommand, DeleteDeploymentGroupCommand, GetDeploymentGroupCommand,
  ListDeploymentsCommand, ListDeploymentTargetsCommand, SkipWaitTimeForInstanceTerminationCommand, StopDeploymentCommand, UpdateDeploymentGroupCommand, waitUntilDeploymentSuccessful,
  type DeploymentInfo, type ECSTarget,
} from '@aws-sdk/client-codedeploy';
import { request } from 'undici';
import { Opened } from '../../../lib/edge/processes/opened';
import { codeDeployOperations } from '../../../lib/region/codedeploy/operations';
import { appSpec, inline, startDeploying, type Deploying } from '../support/deploying';
import { startTestRegion, type TestRegion } from '../support/test-region';
import { until } from '../support/until';

const opened = new Opened();
let region: TestRegion;
let app: Deploying;

beforeAll(async () => { region = await startTestRegion(opened); });
afterAll(() => opened[Symbol.asyncDispose]());
afterEach(() => app[Symbol.asyncDispose]());

const ask = async (listener: string): Promise<string> => (await request(`http://127.0.0.1:${region.balancing.portOf(listener)}/`)).body.text();
const statuses = ({ lifecycleEvents }: ECSTarget) => lifecycleEvents!.map(({ lifecycleEventName, status }) => `${lifecycleEventName} ${status}`);
const sets = ({ taskSetsInfo }: ECSTarget) => taskSetsInfo!.map(({ taskSetLabel, status, trafficWeight }) => `${taskSetLabel} ${status} ${trafficWeight}`);
const wait = (deploymentId: string) => waitUntilDeploymentSuccessful({ client: app.client, maxWaitTime: 30, minDelay: 1, maxDelay: 1 }, { deploymentId });
const at = (deploymentId: string, is: (info: DeploymentInfo) => unknown) => until('the deployment is there', async () => is(await app.look(deploymentId)));
const name = () => ({ applicationName: app.stage.cluster, deploymentGroupName: 'api' });

test('a canary: every event in its order, ten percent for five minutes, all of it, blue for five more, and the waiter says so', async () => {
  app = await startDeploying(region);
  const id = await app.deploy('green', { description: 'the first' });
  expect(id).toMatch(/^d-[A-Z0-9]{9}$/);
  const canary = await until('green has its ten percent', async () => {
    const target = await app.target(id).catch(() => undefined);
    return target !== undefined && sets(target).includes('Green ACTIVE 10') && target;
  });
  expect(canary).toMatchObject({ deploymentId: id, targetId: `${app.stage.cluster}:api`, targetArn: expect.stringMatching(/:service\//), status: 'InProgress', lastUpdatedAt: expect.any(Date) });
  expect(statuses(canary)).toEqual([
    'BeforeInstall Succeeded', 'Install Succeeded', 'AfterInstall Succeeded', 'AllowTestTraffic Succeeded', 'AfterAllowTestTraffic Succeeded', 'BeforeAllowTraffic Succeeded', 'AllowTraffic InProgress', 'AfterAllowTraffic Pending',
  ]);
  expect(sets(canary)).toEqual(['Blue PRIMARY 90', 'Green ACTIVE 10']);
  expect(canary.taskSetsInfo![1]).toMatchObject({ identifer: expect.stringMatching(/^ecs-svc\//), desiredCount: 1, runningCount: 1, pendingCount: 0, targetGroup: { name: app.stage.groupNames[1] } });
  expect(await ask(app.stage.test)).toBe('green');
  await at(id, ({ instanceTerminationWaitTimeStarted }) => instanceTerminationWaitTimeStarted);
  const baking = await app.target(id);
  expect([baking.status, ...sets(baking), (await app.look(id)).status]).toEqual(['Succeeded', 'Blue ACTIVE 0', 'Green PRIMARY 100', 'InProgress']);
  expect(await wait(id)).toMatchObject({ state: 'SUCCESS' });
  expect(sets(await app.target(id))).toEqual(['Green PRIMARY 100']);
  const info = await app.look(id);
  expect(info).toMatchObject({
    ...name(), deploymentId: id, status: 'Succeeded', creator: 'user', description: 'the first', deploymentConfigName: 'CodeDeployDefault.ECSCanary10Percent5Minutes', computePlatform: 'ECS',
    deploymentOverview: { Succeeded: 1, Failed: 0 }, revision: { revisionType: 'AppSpecContent', appSpecContent: { sha256: expect.stringMatching(/^[0-9a-f]{64}$/) } },
    deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' }, loadBalancerInfo: { targetGroupPairInfoList: [{ prodTrafficRoute: { listenerArns: [app.stage.production] } }] },
  });
  expect(info).not.toHaveProperty('previousRevision');
  // 5 minutes between the shifts, 5 of bake, and 20 s before a Fargate task pulls its image.
  expect((info.completeTime!.getTime() - info.createTime!.getTime()) / 60_000).toBeGreaterThan(10.3);
  expect(app.broken(id)).toEqual([]);
}, 20_000);

test('the roles swap with every success, and the group knows its last deployments', async () => {
  app = await startDeploying(region, { deploymentConfigName: 'CodeDeployDefault.ECSAllAtOnce' });
  const first = await app.deploy('one');
  await app.ended(first);
  const second = await app.deploy('two');
  const running = (await app.client.send(new GetDeploymentGroupCommand(name()))).deploymentGroupInfo;
  expect(running).toMatchObject({ lastSuccessfulDeployment: { deploymentId: first, status: 'Succeeded', endTime: expect.any(Date) }, lastAttemptedDeployment: { deploymentId: second } });
  const info = await app.ended(second);
  expect(info).toMatchObject({ status: 'Succeeded', previousRevision: (await app.look(first)).revision });
  expect((await app.target(second)).taskSetsInfo).toMatchObject([{ targetGroup: { name: app.stage.groupNames[0] } }]);
  expect(await ask(app.stage.production)).toBe('two');
  expect(app.broken(second)).toEqual([]);
}, 20_000);

test('a stop with rollback in the middle of the shift gives blue everything back, in a deployment of its own', async () => {
  app = await startDeploying(region);
  const id = await app.deploy('green');
  await until('green has its ten percent', async () => sets(await app.target(id).catch(() => ({ taskSetsInfo: [] }) as ECSTarget)).includes('Green ACTIVE 10'));
  const waiting = wait(id);
  waiting.catch(() => undefined);
  expect(await app.client.send(new StopDeploymentCommand({ deploymentId: id, autoRollbackEnabled: true }))).toMatchObject({ status: 'Pending', statusMessage: expect.any(String) });
  const info = await app.ended(id);
  const rollback = info.rollbackInfo!.rollbackDeploymentId!;
  expect(info).toMatchObject({
    status: 'Stopped', errorInformation: { code: 'MANUAL_STOP' }, deploymentOverview: { Failed: 1 },
    rollbackInfo: { rollbackMessage: `Deployment ${id} terminated. Automatic rollback is triggered with a DeploymentId ${rollback}.` },
  });
  expect(statuses(await app.target(id)).slice(-2)).toEqual(['AllowTraffic Failed', 'AfterAllowTraffic Skipped']);
  expect(await app.look(rollback)).toMatchObject({
    status: 'Succeeded', creator: 'codeDeployRollback', deploymentConfigName: 'CodeDeployDefault.ECSAllAtOnce',
    rollbackInfo: { rollbackTriggeringDeploymentId: id, rollbackMessage: `Deployment ${rollback} is triggered to roll back deployment ${id}.` },
  });
  expect(sets(await app.target(rollback))).toEqual(['Blue PRIMARY 100']);
  expect([await ask(app.stage.production), await ask(app.stage.test)]).toEqual(['blue', 'blue']);
  await expect(waiting).rejects.toThrow(/"state":"FAILURE"/);
  await expect(app.client.send(new StopDeploymentCommand({ deploymentId: id }))).rejects.toMatchObject({ name: 'DeploymentAlreadyCompletedException' });
  expect(app.broken(id)).toEqual([]);
}, 20_000);

test('without rollback a stop leaves everything where it was', async () => {
  app = await startDeploying(region);
  const id = await app.deploy('green');
  await until('green has its ten percent', async () => sets(await app.target(id).catch(() => ({ taskSetsInfo: [] }) as ECSTarget)).includes('Green ACTIVE 10'));
  await app.client.send(new StopDeploymentCommand({ deploymentId: id, autoRollbackEnabled: false }));
  const info = await app.ended(id);
  expect([info.status, info.rollbackInfo]).toEqual(['Stopped', undefined]);
  expect(sets(await app.target(id))).toEqual(['Blue PRIMARY 90', 'Green ACTIVE 10']);
  expect(app.broken(id)).toEqual([]);
}, 20_000);

test('a deployment that must be continued is Ready until it is, and its bake can be cut short', async () => {
  app = await startDeploying(region, {
    deploymentConfigName: 'CodeDeployDefault.ECSAllAtOnce',
    blueGreenDeploymentConfiguration: { terminateBlueInstancesOnDeploymentSuccess: { action: 'TERMINATE', terminationWaitTimeInMinutes: 2_880 }, deploymentReadyOption: { actionOnTimeout: 'STOP_DEPLOYMENT', waitTimeInMinutes: 2_000 } },
  });
  const id = await app.deploy('green');
  await expect(app.client.send(new ContinueDeploymentCommand({ deploymentId: id }))).rejects.toMatchObject({ name: 'DeploymentIsNotInReadyStateException' });
  await at(id, ({ status }) => status === 'Ready');
  const ready = await app.target(id);
  expect([ready.status, ...statuses(ready).slice(4, 6), await ask(app.stage.production)]).toEqual(['Ready', 'AfterAllowTestTraffic Succeeded', 'BeforeAllowTraffic Pending', 'blue']);
  await expect(app.client.send(new ContinueDeploymentCommand({ deploymentId: id, deploymentWaitType: 'LATER' as 'READY_WAIT' }))).rejects.toMatchObject({ name: 'InvalidDeploymentWaitTypeException' });
  await expect(app.client.send(new ContinueDeploymentCommand({ deploymentId: id, deploymentWaitType: 'TERMINATION_WAIT' }))).rejects.toMatchObject({ name: 'DeploymentIsNotInReadyStateException' });
  await app.client.send(new ContinueDeploymentCommand({ deploymentId: id, deploymentWaitType: 'READY_WAIT' }));
  await at(id, ({ instanceTerminationWaitTimeStarted }) => instanceTerminationWaitTimeStarted);
  await app.client.send(new SkipWaitTimeForInstanceTerminationCommand({ deploymentId: id }));
  expect(await app.ended(id)).toMatchObject({ status: 'Succeeded' });
  await expect(app.client.send(new ContinueDeploymentCommand({ deploymentId: id }))).rejects.toMatchObject({ name: 'DeploymentAlreadyCompletedException' });
  expect(app.broken(id)).toEqual([]);
}, 20_000);

test('a deployment that nobody continues is stopped when its wait is over', async () => {
  app = await startDeploying(region, { blueGreenDeploymentConfiguration: { deploymentReadyOption: { actionOnTimeout: 'STOP_DEPLOYMENT', waitTimeInMinutes: 3 } } });
  const id = await app.deploy('green');
  expect(await app.ended(id)).toMatchObject({ status: 'Stopped', errorInformation: { code: 'TIMEOUT', message: 'The deployment timed out while waiting for a notification to continue. This time out period is 3 minutes.' } });
  expect(await ask(app.stage.test)).toBe('blue');
  expect(app.broken(id)).toEqual([]);
}, 20_000);

test('while one deployment runs there is no second one, and no target before it has begun', async () => {
  app = await startDeploying(region);
  const { stage } = app;
  const operations = codeDeployOperations(region);
  const revision = inline(appSpec(await stage.define('green')));
  const caller = { accessKeyId: 'KEY', region: 'ap-northeast-2' };
  const both = [operations['CreateDeployment']!({ ...name(), revision }, caller)];
  const [record] = [...region.deployments.records.values()].slice(-1);
  both.push(operations['GetDeployment']!({ deploymentId: record!.id }, caller), operations['GetDeploymentTarget']!({ deploymentId: record!.id, targetId: `${stage.cluster}:api` }, caller), operations['ListDeploymentTargets']!({ deploymentId: record!.id }, caller));
  expect(await Promise.allSettled(both)).toMatchObject([
    { value: { deploymentId: record!.id } }, { value: { deploymentInfo: { status: 'Created' } } }, { reason: { code: 'DeploymentNotStartedException' } }, { reason: { code: 'DeploymentNotStartedException' } },
  ]);
  await expect(app.client.send(new CreateDeploymentCommand({ ...name(), revision }))).rejects.toMatchObject({
    name: 'DeploymentLimitExceededException', message: `The Deployment Group 'api' already has an active Deployment '${record!.id}'`,
  });
  await app.client.send(new StopDeploymentCommand({ deploymentId: record!.id }));
  await app.ended(record!.id);
}, 20_000);

test('deployments are found by their group, their status and their time, newest first', async () => {
  app = await startDeploying(region, { deploymentConfigName: 'CodeDeployDefault.ECSAllAtOnce' });
  const first = await app.deploy('one');
  await app.ended(first);
  const second = await app.deploy('two');
  const list = async (more: object) => (await app.client.send(new ListDeploymentsCommand({ ...name(), ...more }))).deployments;
  expect(await list({})).toEqual([second, first]);
  expect(await list({ includeOnlyStatuses: ['Succeeded'] })).toEqual([first]);
  const { createTime } = await app.look(second);
  expect(await list({ createTimeRange: { start: createTime, end: new Date(createTime!.getTime() + 1_000) } })).toEqual([second]);
  expect(await list({ createTimeRange: { end: new Date(createTime!.getTime() - 1_000) } })).toEqual([first]);
  const { deploymentsInfo } = await app.client.send(new BatchGetDeploymentsCommand({ deploymentIds: [second, first, 'd-NOBODY000'] }));
  expect(deploymentsInfo!.map(({ deploymentId }) => deploymentId)).toEqual([second, first]);
  await app.ended(second);
}, 20_000);

test('an ECS deployment has exactly one target', async () => {
  app = await startDeploying(region, { deploymentConfigName: 'CodeDeployDefault.ECSAllAtOnce' });
  const id = await app.deploy('green');
  await app.ended(id);
  const targetId = `${app.stage.cluster}:api`;
  expect((await app.client.send(new ListDeploymentTargetsCommand({ deploymentId: id }))).targetIds).toEqual([targetId]);
  expect((await app.client.send(new ListDeploymentTargetsCommand({ deploymentId: id, targetFilters: { TargetStatus: ['Failed'] } }))).targetIds).toEqual([]);
  const batch = (targetIds: string[]) => app.client.send(new BatchGetDeploymentTargetsCommand({ deploymentId: id, targetIds }));
  expect((await batch([targetId])).deploymentTargets).toMatchObject([{ deploymentTargetType: 'ECSTarget', ecsTarget: { targetId } }]);
  await expect(batch([])).rejects.toMatchObject({ name: 'DeploymentTargetIdRequiredException' });
  await expect(batch([targetId, targetId])).rejects.toMatchObject({ name: 'DeploymentTargetListSizeExceededException' });
  await expect(batch(['other:api'])).rejects.toMatchObject({ name: 'DeploymentTargetDoesNotExistException' });
  await expect(batch(['nonsense'])).rejects.toMatchObject({ name: 'InvalidDeploymentTargetIdException' });
}, 20_000);

test('the whole life of a group: made, deployed, changed, deployed again, deleted with its application', async () => {
  app = await startDeploying(region);
  const first = await app.deploy('one', { deploymentConfigName: 'CodeDeployDefault.ECSAllAtOnce' });
  await app.ended(first);
  await app.client.send(new UpdateDeploymentGroupCommand({ applicationName: app.stage.cluster, currentDeploymentGroupName: 'api', newDeploymentGroupName: 'renamed', deploymentConfigName: 'CodeDeployDefault.ECSAllAtOnce' }));
  const second = await app.deploy('two', { deploymentGroupName: 'renamed' });
  expect(await app.ended(second)).toMatchObject({ status: 'Succeeded', deploymentGroupName: 'renamed', deploymentConfigName: 'CodeDeployDefault.ECSAllAtOnce' });
  expect(await app.client.send(new DeleteDeploymentGroupCommand({ applicationName: app.stage.cluster, deploymentGroupName: 'renamed' }))).toMatchObject({ hooksNotCleanedUp: [] });
  await app.client.send(new DeleteApplicationCommand({ applicationName: app.stage.cluster }));
  await expect(app.deploy('three')).rejects.toMatchObject({ name: 'ApplicationDoesNotExistException', message: `No application found for name: ${app.stage.cluster}` });
  expect(await app.look(first)).toMatchObject({ status: 'Succeeded', deploymentGroupName: 'api' });
}, 20_000);
