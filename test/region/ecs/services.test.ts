import { DescribeServicesCommand, DescribeTaskSetsCommand, DescribeTasksCommand, ListTasksCommand, UpdateServiceCommand, type Service } from '@aws-sdk/client-ecs';
import { request } from 'undici';
import type { Task } from '../../../lib/region/ecs/task';
import { ecs, openStages, region, stage } from '../support/container-stage';
import { container, definition, NETWORK, SERVER } from '../support/stage';
import { until } from '../support/until';

openStages('test');

const ask = async (): Promise<string> => {
  const { statusCode, body } = await request(`http://127.0.0.1:${region.balancing.portOf(stage.production)}/`);
  return `${statusCode} ${await body.text()}`;
};
const describe_ = async (): Promise<Service> => (await ecs.send(new DescribeServicesCommand({ cluster: stage.cluster, services: ['api'] }))).services![0]!;
const all = (): readonly Task[] => [...region.ecs.tasks.values()].filter(({ about }) => about.clusterArn === region.ecs.cluster(stage.cluster).arn);
const running = (): readonly Task[] => all().filter(({ state }) => state.at === 'RUNNING');
const healthy = (): number => region.balancing.targetsOf(stage.groups[0]).filter(({ state }) => state === 'healthy').length;
const reasons = (): readonly string[] => all().flatMap(({ state }) => ('because' in state ? [`${state.because.code}: ${state.because.reason}`] : []));

test('a service is there when all of its tasks are healthy behind the load balancer', async () => {
  await stage.define('one');
  await stage.serve({ DesiredCount: 2 });
  expect(await ask()).toBe('200 one');
  expect(await describe_()).toMatchObject({
    status: 'ACTIVE', desiredCount: 2, runningCount: 2, pendingCount: 0, deploymentController: { type: 'CODE_DEPLOY' },
    taskSets: [{ status: 'PRIMARY', stabilityStatus: 'STEADY_STATE', scale: { value: 100, unit: 'PERCENT' }, runningCount: 2, computedDesiredCount: 2 }],
  });
  const { taskSets } = await ecs.send(new DescribeTaskSetsCommand({ cluster: stage.cluster, service: 'api' }));
  expect(taskSets).toMatchObject([{ networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } }, loadBalancers: [{ containerName: 'api', containerPort: 8080, targetGroupArn: stage.groups[0] }] }]);
  const { taskArns } = await ecs.send(new ListTasksCommand({ cluster: stage.cluster, serviceName: 'api' }));
  expect((await ecs.send(new DescribeTasksCommand({ cluster: stage.cluster, tasks: taskArns }))).tasks!.map(({ group, startedBy }) => [group, startedBy])).toEqual(Array(2).fill(['service:api', taskSets![0]!.id]));
});

test('a task that is killed from outside is replaced, and the new one is registered', async () => {
  await stage.define('one');
  await stage.serve();
  const [first] = running();
  process.kill(first!.pids()[0]!, 'SIGKILL');
  await until('there is another one', () => running().some((task) => task !== first) && healthy() === 1);
  expect(await ask()).toBe('200 one');
  expect(reasons()).toEqual(['EssentialContainerExited: Essential container in task exited']);
  expect(region.balancing.targetsOf(stage.groups[0])).toHaveLength(1);
});

test('a task that becomes unhealthy is taken out and replaced', async () => {
  await stage.define('one', 'setTimeout(() => { globalThis.sick = true; }, 1500)');
  await stage.serve();
  await until('it was replaced', () => all().length > 1);
  expect(reasons()[0]).toBe(`ServiceSchedulerInitiated: Task failed ELB health checks in (target-group ${stage.groups[0]})`);
});

test('the health of a new task does not matter within the grace period', async () => {
  await stage.define('one', 'globalThis.sick = true; setTimeout(() => { globalThis.sick = false; }, 700)');
  await stage.serve({ HealthCheckGracePeriodSeconds: 60 });
  expect(all()).toHaveLength(1);
});

test.each([
  ['never listens', 'setInterval(() => {}, 1000)'],
  ['listens on loopback, where nobody outside its container could reach it', 'require("node:http").createServer((q, s) => s.end()).listen(8080, "127.0.0.1")'],
  ['listens on another port', 'require("node:http").createServer((q, s) => s.end()).listen(0)'],
])('a task that %s runs, is never registered, and is given up', async (_, code) => {
  await region.make('AWS::ECS::TaskDefinition', definition([container(code)]));
  await expect(stage.serve()).rejects.toThrow(/does not become steady: Task failed ELB health checks/);
  expect(all()[0]!.state).toMatchObject({ startedAt: expect.any(Number), because: { code: 'ServiceSchedulerInitiated' } });
  expect(region.balancing.targetsOf(stage.groups[0])).toEqual([]);
});

test('a service whose tasks end at once does not become steady, and its creation says with what they ended', async () => {
  await region.make('AWS::ECS::TaskDefinition', definition([container('process.exit(78)')]));
  await expect(stage.serve()).rejects.toThrow('the service does not become steady: Essential container in task exited (api with 78)');
});

test('tasks that run and end are replaced at once, tasks that never run less and less often', async () => {
  await stage.define('one');
  await stage.serve({ DesiredCount: 2 });
  const service = region.ecs.service(stage.cluster, 'api')!;
  const broken = await region.make('AWS::ECS::TaskDefinition', definition([container('', { Image: 'gone' })]));
  const attachment = { targetGroupArn: stage.groups[1], containerName: 'api', containerPort: 8080 };
  const began = region.clock.now();
  const green = region.ecs.createTaskSet(service, { definition: region.ecs.definition(broken.physicalId), attachment, network: service.network, externalId: 'd-1', status: 'ACTIVE' });
  const tries = (): readonly number[] => [...new Set(all().filter(({ about }) => about.startedBy === green.about.id).map(({ createdAt }) => createdAt - began))];
  await until('it has been tried six times', () => green.ended.length >= 12);
  const rounds = tries().filter((at, index, sorted) => index === 0 || at - sorted[index - 1]! > 9_000);
  const pauses = rounds.slice(1).map((at, index) => (at - rounds[index]!) / 1_000);
  // 20 s for provisioning each; nothing more at first, then 10 s, 20 s, 40 s and so on.
  expect(pauses.length).toBeGreaterThanOrEqual(4);
  expect(pauses.slice(1).every((pause, index) => pause > pauses[index]!)).toBe(true);
  expect(pauses[3]! - pauses[0]!).toBeGreaterThan(35);
});

test('the number of tasks follows the desired count, up and down', async () => {
  await stage.define('one');
  await stage.serve();
  await ecs.send(new UpdateServiceCommand({ cluster: stage.cluster, service: 'api', desiredCount: 3 }));
  await until('three are healthy', () => healthy() === 3);
  await ecs.send(new UpdateServiceCommand({ cluster: stage.cluster, service: 'api', desiredCount: 1 }));
  await until('one is left', () => running().length === 1 && region.balancing.targetsOf(stage.groups[0]).length === 1);
  expect(new Set(reasons())).toEqual(new Set([expect.stringMatching(/^ServiceSchedulerInitiated: Scaling activity initiated by \(deployment ecs-svc\/\d+\)$/)]));
  expect(await ask()).toBe('200 one');
  await expect(ecs.send(new UpdateServiceCommand({ cluster: stage.cluster, service: 'api', taskDefinition: 'test-api:1' }))).rejects.toThrow(/^Unable to update task definition on services with a CODE_DEPLOY/);
});

test('of several containers the attached one is registered, whoever listens first', async () => {
  const sidecar = container('require("node:http").createServer((q, s) => s.end("sidecar")).listen(9000)', { Name: 'sidecar', PortMappings: [{ ContainerPort: 9000 }] });
  const late = container(`setTimeout(() => { ${SERVER} }, 200)`, {}, { NAME: 'main' });
  await region.make('AWS::ECS::TaskDefinition', definition([sidecar, late]));
  await stage.serve({ HealthCheckGracePeriodSeconds: 60 });
  expect(await ask()).toBe('200 main');
});

test('a service is deleted in order: out of the balancer, requests answered, tasks ended', async () => {
  await stage.define('one', 'server.removeAllListeners("request"); server.on("request", (q, s) => { if (q.url === "/healthz") return s.end(); console.log("asked"); setTimeout(() => s.end("slow"), 400); })');
  const arn = await stage.serve();
  const slow = ask();
  await until('it is on its way', () => region.logs.events('/test/api').some(({ message }) => message === 'asked'));
  const provider = region.registry.provider('AWS::ECS::Service')!;
  const deleted = provider.delete({ place: { account: '', region: '' }, stackName: '', stackId: '', logicalId: '', type: '', properties: {}, metadata: {} }, { physicalId: arn, attributes: {}, properties: {} });
  expect(await slow).toBe('200 slow');
  await deleted;
  expect(running()).toEqual([]);
  expect(await ask()).toMatch(/^503/);
  expect((await ecs.send(new DescribeServicesCommand({ cluster: stage.cluster, services: ['api'] }))).failures).toEqual([{ arn: 'api', reason: 'MISSING' }]);
});

describe('a service that ECS would not create', () => {
  test.each([
    [{ DeploymentController: { Type: 'EXTERNAL' } }, /DeploymentController\.Type only as CODE_DEPLOY or ECS, got "EXTERNAL"/],
    [{ LaunchType: undefined }, /LaunchType only as FARGATE, got "EC2"/],
    [{ LoadBalancers: [] }, /exactly one load balancer, got 0/],
    [{ LoadBalancers: [{ ContainerName: 'other', ContainerPort: 8080, TargetGroupArn: 'x' }] }, /target group .* does not have an associated load balancer/],
    [{ NetworkConfiguration: {} }, /Network Configuration must be provided/],
    [{ DeploymentConfiguration: { DeploymentCircuitBreaker: { Enable: true } } }, /DeploymentConfiguration\.DeploymentCircuitBreaker/],
    [{ CapacityProviderStrategy: [{}] }, /Service\.CapacityProviderStrategy/],
    [{ ServiceConnectConfiguration: { Enabled: true } }, /Service\.ServiceConnectConfiguration/],
    [{ TaskDefinition: 'gone' }, /Unable to describe task definition/],
    [{ Cluster: 'gone' }, /Cluster not found/],
  ])('%j', async (properties, message) => {
    await stage.define('one');
    await expect(stage.serve({ NetworkConfiguration: NETWORK, ...properties })).rejects.toThrow(message);
    expect(region.ecs.service(stage.cluster, 'api')).toBeUndefined();
  });

  test('for a container or a port that its definition does not have', async () => {
    await stage.define('one');
    const target = { TargetGroupArn: stage.groups[0] };
    await expect(stage.serve({ LoadBalancers: [{ ...target, ContainerName: 'other', ContainerPort: 8080 }] })).rejects.toThrow('The container other does not exist in the task definition.');
    await expect(stage.serve({ LoadBalancers: [{ ...target, ContainerName: 'api', ContainerPort: 80 }] })).rejects.toThrow('The container api did not have a container port 80 defined.');
  });
});
