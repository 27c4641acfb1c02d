import { DescribeServicesCommand, UpdateServiceCommand, waitUntilServicesStable, type Service } from '@aws-sdk/client-ecs';
import { request } from 'undici';
import { seconds } from '../../../lib/core/units';
import type { Created } from '../../../lib/region/cloudformation/provider';
import type { Task } from '../../../lib/region/ecs/task';
import { ecs, openStages, region, stage } from '../support/container-stage';
import { container, definition, NETWORK } from '../support/stage';
import { PLACE } from '../support/resource-request';
import { until } from '../support/until';

openStages('rolling');

const BREAKER = { MaximumPercent: 200, MinimumHealthyPercent: 100, DeploymentCircuitBreaker: { Enable: true, Rollback: true } };
/** A worker that says who it is and works until it is told to end. */
const worker = async (name: string, code = ''): Promise<string> =>
  (await region.make('AWS::ECS::TaskDefinition', definition([container(`console.log('works as ${name}'); setInterval(() => {}, 1000); ${code}`, { Name: 'worker', PortMappings: [] })], { Family: 'worker' }))).physicalId;
const properties = (taskDefinition: string, more: object = {}): Record<string, unknown> => ({
  ServiceName: 'worker', Cluster: stage.cluster, TaskDefinition: taskDefinition, LaunchType: 'FARGATE', DeploymentController: { Type: 'ECS' }, NetworkConfiguration: NETWORK, DeploymentConfiguration: BREAKER, ...more,
});
const create = (taskDefinition: string, more: object = {}): Promise<Created> => region.make('AWS::ECS::Service', properties(taskDefinition, more));
const update = (made: Created, before: Record<string, unknown>, after: Record<string, unknown>): Promise<unknown> =>
  region.registry.provider('AWS::ECS::Service')!.update({ place: PLACE, stackName: '', stackId: '', logicalId: '', type: '', metadata: {}, properties: after }, { ...made, properties: before });
const look = async (name = 'worker'): Promise<Service> => (await ecs.send(new DescribeServicesCommand({ cluster: stage.cluster, services: [name] }))).services![0]!;
const running = (): readonly Task[] => [...region.ecs.tasks.values()].filter(({ about, state }) => about.clusterArn === region.ecs.cluster(stage.cluster).arn && state.at === 'RUNNING');
const runs = (): readonly string[] => running().map(({ about }) => about.definition.arn);

test('a service without load balancer is there when its tasks have run for a while', async () => {
  const one = await worker('one');
  await create(one, { DesiredCount: 2 });
  expect(runs()).toEqual([one, one]);
  expect(await look()).toMatchObject({
    deploymentController: { type: 'ECS' }, desiredCount: 2, runningCount: 2, pendingCount: 0, taskDefinition: one, loadBalancers: [],
    deploymentConfiguration: { maximumPercent: 200, minimumHealthyPercent: 100, deploymentCircuitBreaker: { enable: true, rollback: true } },
    deployments: [{ id: expect.stringMatching(/^ecs-svc\//), status: 'PRIMARY', rolloutState: 'COMPLETED', taskDefinition: one, desiredCount: 2, runningCount: 2, failedTasks: 0 }],
  });
  expect((await look()).deployments![0]!.rolloutStateReason).toMatch(/^ECS deployment ecs-svc\/\d+ completed\.$/);
}, 20_000);

test('an update starts new tasks beside the old ones, and ends those when the new ones are well', async () => {
  const [one, two] = [await worker('one'), await worker('two')];
  const made = await create(one);
  const [old] = running();
  const done = update(made, properties(one), properties(two));
  const both = await until('both are there', () => running().length === 2 && runs());
  expect(both).toEqual([one, two]);
  expect((await look()).deployments).toMatchObject([{ status: 'PRIMARY', taskDefinition: two, rolloutState: 'IN_PROGRESS' }, { status: 'ACTIVE', taskDefinition: one, desiredCount: 1 }]);
  await done;
  expect([runs(), old!.state.at]).toEqual([[two], 'STOPPED']);
  expect((await look()).deployments).toMatchObject([{ taskDefinition: two, rolloutState: 'COMPLETED' }]);
}, 20_000);

test('tasks that do not stay trip the breaker: the update fails, and what ran before still runs', async () => {
  const [one, broken] = [await worker('one'), await worker('broken', 'process.exit(78);')];
  const made = await create(one);
  const [kept] = running();
  await expect(update(made, properties(one), properties(broken))).rejects.toThrow("Error occurred during operation 'ECS Deployment Circuit Breaker was triggered'. (Essential container in task exited (worker with 78))");
  await update(made, properties(broken), properties(one));
  expect(running()).toEqual([kept]);
  const { deployments } = await look();
  expect(deployments).toMatchObject([{ taskDefinition: one, rolloutState: 'COMPLETED' }]);
}, 20_000);

test('while it goes back, the service says that it does', async () => {
  const [one, broken] = [await worker('one'), await worker('broken', 'process.exit(78);')];
  await create(one);
  await ecs.send(new UpdateServiceCommand({ cluster: stage.cluster, service: 'worker', taskDefinition: broken }));
  const { controller } = region.ecs.service(stage.cluster, 'worker')!;
  const { rolling } = controller as Extract<typeof controller, { type: 'ECS' }>;
  expect(await rolling.settled()).toEqual({ is: 'failed', reason: 'ECS deployment circuit breaker: tasks failed to start.' });
  expect(rolling.deployments[0]!.taskSet.about.definition.arn).toBe(one);
  expect(await rolling.settled()).toEqual({ is: 'completed' });
}, 20_000);

test('a first deployment that fails has nothing to go back to, and starts nothing any more', async () => {
  const broken = await worker('broken', 'process.exit(78);');
  await expect(create(broken)).rejects.toThrow(/Circuit Breaker was triggered/);
  const { deployments } = await look();
  expect(deployments).toMatchObject([{ status: 'PRIMARY', rolloutState: 'FAILED', rolloutStateReason: 'ECS deployment circuit breaker: tasks failed to start.' }]);
  const count = region.ecs.tasks.size;
  await region.clock.sleep(seconds(600));
  expect(region.ecs.tasks.size).toBe(count);
}, 20_000);

test('without a breaker nobody goes back, and CloudFormation says with what the tasks ended', async () => {
  const broken = await worker('broken', 'process.exit(78);');
  await expect(create(broken, { DeploymentConfiguration: {} })).rejects.toThrow('the service does not become steady: Essential container in task exited (worker with 78)');
}, 20_000);

test('with room for none beside it, the old task ends first', async () => {
  const room = { DeploymentConfiguration: { MaximumPercent: 100, MinimumHealthyPercent: 0 } };
  const [one, two] = [await worker('one'), await worker('two')];
  const made = await create(one, room);
  let most = 0;
  const [old] = running();
  old!.watch(() => { most = Math.max(most, running().length); });
  await update(made, properties(one, room), properties(two, room));
  expect([runs(), most]).toEqual([[two], 0]);
}, 20_000);

test('behind a load balancer customers notice nothing of an update, and clients can wait for it', async () => {
  const [one, two] = [await stage.define('one'), await stage.define('two')];
  const balanced = (taskDefinition: string) => properties(taskDefinition, { ServiceName: 'web', DesiredCount: 2, LoadBalancers: [{ ContainerName: 'api', ContainerPort: 8080, TargetGroupArn: stage.groups[0] }] });
  await region.make('AWS::ECS::Service', balanced(one));
  const ask = async (): Promise<string> => {
    const { statusCode, body } = await request(`http://127.0.0.1:${region.balancing.portOf(stage.production)}/`);
    return `${statusCode} ${await body.text()}`;
  };
  const answers = new Set<string>([await ask()]);
  await ecs.send(new UpdateServiceCommand({ cluster: stage.cluster, service: 'web', taskDefinition: two }));
  const stable = waitUntilServicesStable({ client: ecs, maxWaitTime: 20, minDelay: 1, maxDelay: 1 }, { cluster: stage.cluster, services: ['web'] });
  await until('all of it is new', async () => {
    answers.add(await ask());
    return (await look('web')).deployments!.length === 1;
  });
  expect(await stable).toMatchObject({ state: 'SUCCESS' });
  expect(await ask()).toBe('200 two');
  expect([...answers].sort()).toEqual(['200 one', '200 two']);
}, 30_000);

test('a killed task is replaced, the number follows, and a forced deployment replaces what is the same', async () => {
  const one = await worker('one');
  const made = await create(one);
  const [first] = running();
  process.kill(first!.pids()[0]!, 'SIGKILL');
  await until('it was replaced', () => running().length === 1 && running()[0] !== first);
  await update(made, properties(one), properties(one, { DesiredCount: 3 }));
  expect(running()).toHaveLength(3);
  const before = running();
  await ecs.send(new UpdateServiceCommand({ cluster: stage.cluster, service: 'worker', desiredCount: 1, forceNewDeployment: true }));
  await until('only the new one is left', () => running().length === 1 && !before.includes(running()[0]!));
}, 20_000);

test.each<[string, object, RegExp]>([
  ['deployment alarms', { DeploymentConfiguration: { Alarms: { AlarmNames: ['5xx'], Enable: true, Rollback: true } } }, /does not serve AWS::ECS::Service\.DeploymentConfiguration\.Alarms/],
  ['percentages that block every update', { DeploymentConfiguration: { MaximumPercent: 100, MinimumHealthyPercent: 100 } }, /cannot be 100 as this will block deployments/],
  ['an external controller', { DeploymentController: { Type: 'EXTERNAL' } }, /Type only as CODE_DEPLOY or ECS, got "EXTERNAL"/],
  ['a definition that is not there', { TaskDefinition: 'nobody' }, /Unable to describe task definition/],
])('%s is refused', async (_, more, message) => {
  await expect(create(await worker('one'), more)).rejects.toThrow(message);
});

test('what only another service could have is refused, and nothing changes', async () => {
  const one = await worker('one');
  const made = await create(one);
  await expect(update(made, properties(one), properties(one, { HealthCheckGracePeriodSeconds: 5 }))).rejects.toThrow(/changes TaskDefinition, DesiredCount, DeploymentConfiguration of a service, got HealthCheckGracePeriodSeconds/);
  await region.registry.provider('AWS::ECS::Service')!.delete(undefined as never, { ...made, properties: {} });
  expect(running()).toEqual([]);
}, 20_000);
