import { DescribeTasksCommand, ECSClient, ListTasksCommand, RunTaskCommand, StopTaskCommand, type Task } from '@aws-sdk/client-ecs';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { Opened } from '../../../lib/edge/processes/opened';
import { container, definition, makeStage, SERVER } from '../support/stage';
import { startTestRegion, type TestRegion } from '../support/test-region';
import { until } from '../support/until';

const opened = new Opened();
let region: TestRegion;
let ecs: ECSClient;

beforeAll(async () => {
  region = await startTestRegion(opened, 2_000);
  await makeStage(region);
  ecs = new ECSClient(region.client);
  opened.atTheEnd(() => ecs.destroy());
});
afterAll(() => opened[Symbol.asyncDispose]());

const networkConfiguration = { awsvpcConfiguration: { subnets: ['subnet-1'] } };
const run = async (containers: Parameters<typeof definition>[0], more: object = {}): Promise<Task> => {
  const { physicalId } = await region.make('AWS::ECS::TaskDefinition', definition(containers));
  const { tasks } = await ecs.send(new RunTaskCommand({ cluster: 'test', taskDefinition: physicalId, launchType: 'FARGATE', networkConfiguration, ...more }));
  return tasks![0]!;
};
const look = async ({ taskArn }: Task): Promise<Task> => (await ecs.send(new DescribeTasksCommand({ cluster: 'test', tasks: [taskArn!] }))).tasks![0]!;
const at = (task: Task, status: string): Promise<Task> => until(`the task is ${status}`, async () => {
  const found = await look(task);
  return found.lastStatus === status && found;
});
const job = (code: string, more: object = {}): ReturnType<typeof container> => container(code, { PortMappings: [], ...more });

test('a task goes from PROVISIONING to STOPPED, and tells with what code its container ended', async () => {
  const task = await run([job('console.log("working"); process.exit(7)')]);
  expect(task).toMatchObject({ lastStatus: 'PROVISIONING', desiredStatus: 'RUNNING', group: 'family:test-api', launchType: 'FARGATE', cpu: '256', memory: '512' });
  expect(task.startedAt).toBeUndefined();
  const stopped = await at(task, 'STOPPED');
  expect(stopped).toMatchObject({
    desiredStatus: 'STOPPED', stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited', containers: [{ name: 'api', exitCode: 7, lastStatus: 'STOPPED' }],
  });
  expect(stopped.stoppedAt!.getTime()).toBeGreaterThanOrEqual(stopped.stoppingAt!.getTime());
  expect(region.logs.events('/test/api').map(({ stream, message }) => [stream, message])).toContainEqual([`api/api/${task.taskArn!.split('/').at(-1)}`, 'working']);
});

test.each([
  ['that dies of a signal', 'process.kill(process.pid, "SIGKILL")', 137],
  ['that aborts', 'process.abort()', 134],
  ['that throws', 'throw new Error("broken")', 1],
])('a container %s ends with the code of a shell', async (_, code, exitCode) => {
  expect(await at(await run([job(code)]), 'STOPPED')).toMatchObject({ containers: [{ exitCode }] });
});

describe('a task that cannot start', () => {
  test.each([
    ['its image does not exist', { Image: '111122223333.dkr.ecr.ap-northeast-2.amazonaws.com/api:gone' }, /^CannotPullContainerError: .*api:gone: not found/],
    ['its log group does not exist', { LogConfiguration: { LogDriver: 'awslogs', Options: { 'awslogs-group': '/nowhere', 'awslogs-stream-prefix': 'api' } } }, /^ResourceInitializationError: failed to validate logger args: .*\/nowhere/],
    ['its secret does not exist', { Secrets: [{ Name: 'PASSWORD', ValueFrom: 'arn:aws:secretsmanager:ap-northeast-2:111122223333:secret:gone-abcdef' }] }, /^ResourceInitializationError: unable to pull secrets .*secret:gone-abcdef/],
  ])('says that %s', async (_, more, reason) => {
    const stopped = await at(await run([job('process.exit(0)', more)]), 'STOPPED');
    expect(stopped).toMatchObject({ stopCode: 'TaskFailedToStart', stoppedReason: expect.stringMatching(reason), containers: [{ lastStatus: 'STOPPED', reason: expect.stringMatching(reason) }] });
    expect(stopped.startedAt).toBeUndefined();
    expect(stopped.containers![0]!.exitCode).toBeUndefined();
  });

  test('starts no container when what one of them needs is missing', async () => {
    const task = await run([job('console.log("started too early")', { Name: 'first' }), job('', { Name: 'second', Image: 'gone' })]);
    expect(await at(task, 'STOPPED')).toMatchObject({ stopCode: 'TaskFailedToStart' });
    expect(region.logs.events('/test/api').map(({ message }) => message)).not.toContain('started too early');
  });
});

test('secrets reach the environment whole or by one of their keys', async () => {
  const { physicalId: arn } = await region.make('AWS::SecretsManager::Secret', { SecretString: '{"user":"u","password":"p"}' });
  await at(await run([job('console.log(process.env.ALL, process.env.ONE)', { Secrets: [{ Name: 'ALL', ValueFrom: arn }, { Name: 'ONE', ValueFrom: `${arn}:password::` }] })]), 'STOPPED');
  expect(region.logs.events('/test/api').map(({ message }) => message)).toContain('{"user":"u","password":"p"} p');
});

test('StopTask gives the reason, sends SIGTERM and waits for the container', async () => {
  const task = await run([job('process.on("SIGTERM", () => { console.log("asked to end"); process.exit(0) }); console.log("ready"); setInterval(() => {}, 1000)')]);
  await until('it is ready', () => region.logs.events('/test/api').some(({ message, stream }) => message === 'ready' && stream.endsWith(task.taskArn!.split('/').at(-1)!)));
  await ecs.send(new StopTaskCommand({ cluster: 'test', task: task.taskArn, reason: 'not needed any more' }));
  expect(await at(task, 'STOPPED')).toMatchObject({ stopCode: 'UserInitiated', stoppedReason: 'not needed any more', containers: [{ exitCode: 0 }] });
  expect(region.logs.events('/test/api').map(({ message }) => message)).toContain('asked to end');
});

test('a container that does not listen to SIGTERM is killed after its stop time-out', async () => {
  const deaf = 'process.on("SIGTERM", () => {}); console.log("deaf"); setInterval(() => {}, 1000)';
  const task = await run([job(deaf, { StopTimeout: 1 })]);
  await until('it runs', () => region.logs.events('/test/api').some(({ message }) => message === 'deaf'));
  await ecs.send(new StopTaskCommand({ cluster: 'test', task: task.taskArn }));
  expect(await at(task, 'STOPPED')).toMatchObject({ stoppedReason: 'Task stopped by user', containers: [{ exitCode: 137 }] });
});

test('a task can be stopped before it runs', async () => {
  const task = await run([job('console.log("never")')]);
  await ecs.send(new StopTaskCommand({ cluster: 'test', task: task.taskArn }));
  expect(await at(task, 'STOPPED')).toMatchObject({ stopCode: 'UserInitiated', containers: [{ name: 'api' }] });
});

test('the end of an essential container ends the others, even one that does not listen; the end of another one does not', async () => {
  const main = job('setTimeout(() => process.exit(3), 300)', { Name: 'main' });
  const sidecar = job('process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)', { Name: 'sidecar', Essential: false, StopTimeout: 1 });
  const helper = job('process.exit(0)', { Name: 'helper', Essential: false });
  const stopped = await at(await run([main, sidecar, helper]), 'STOPPED');
  expect(Object.fromEntries(stopped.containers!.map(({ name, exitCode }) => [name, exitCode]))).toEqual({ main: 3, sidecar: 137, helper: 0 });
  expect(stopped.stopCode).toBe('EssentialContainerExited');
});

test('what a container has started ends with it', async () => {
  const code = 'const child = require("node:child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" }); console.log("child " + child.pid); process.exit(0)';
  await at(await run([job(code)]), 'STOPPED');
  const said = await until('the child is known', () => region.logs.events('/test/api').map(({ message }) => message).find((message) => message.startsWith('child ')));
  const pid = Number(said.split(' ')[1]);
  await until('the child is gone', () => {
    try {
      return process.kill(pid, 0) && false;
    } catch {
      return true;
    }
  });
});

test('the same client token starts nothing twice, and refuses another request', async () => {
  const { physicalId } = await region.make('AWS::ECS::TaskDefinition', definition([job('setInterval(() => {}, 1000)')]));
  const request = { cluster: 'test', taskDefinition: physicalId, launchType: 'FARGATE' as const, networkConfiguration, clientToken: 'token-1', startedBy: 'twice' };
  const first = await ecs.send(new RunTaskCommand(request));
  const second = await ecs.send(new RunTaskCommand(request));
  expect(second.tasks!.map(({ taskArn }) => taskArn)).toEqual(first.tasks!.map(({ taskArn }) => taskArn));
  await expect(ecs.send(new RunTaskCommand({ ...request, count: 2 }))).rejects.toMatchObject({ name: 'ConflictException' });
  expect((await ecs.send(new ListTasksCommand({ cluster: 'test', startedBy: 'twice' }))).taskArns).toHaveLength(1);
});

test('tasks are listed page by page, by what is wanted of them', async () => {
  const { physicalId } = await region.make('AWS::ECS::TaskDefinition', { ...definition([job('setInterval(() => {}, 1000)')]), Family: 'listed' });
  await ecs.send(new RunTaskCommand({ cluster: 'test', taskDefinition: physicalId, launchType: 'FARGATE', networkConfiguration, count: 3 }));
  const one = await ecs.send(new ListTasksCommand({ cluster: 'test', family: 'listed', maxResults: 2 }));
  const two = await ecs.send(new ListTasksCommand({ cluster: 'test', family: 'listed', maxResults: 2, nextToken: one.nextToken }));
  expect([one.taskArns!.length, two.taskArns!.length, two.nextToken]).toEqual([2, 1, undefined]);
  await ecs.send(new StopTaskCommand({ cluster: 'test', task: two.taskArns![0] }));
  expect((await ecs.send(new ListTasksCommand({ cluster: 'test', family: 'listed', desiredStatus: 'STOPPED' }))).taskArns).toEqual(two.taskArns);
});

test('a program that is no Node.js gets a port of its own to listen on, for the first port of its container', async () => {
  const directory = await mkdtemp(join(region.directory, 'other-'));
  const serve = `${process.execPath} -e 'require("node:http").createServer((q, s) => s.end("hello")).listen(process.env.PORT)'`;
  const metadata = { 'changeover:workload': { container: 'api', directory, command: ['/bin/sh', '-c', `exec ${serve}`] } };
  const { physicalId } = await region.make('AWS::ECS::TaskDefinition', definition([container('', { Image: 'shop/other:1', Command: undefined, Environment: [{ Name: 'PORT', Value: '8080' }] })]), metadata);
  const { tasks } = await ecs.send(new RunTaskCommand({ cluster: 'test', taskDefinition: physicalId, launchType: 'FARGATE', networkConfiguration }));
  const task = [...region.ecs.tasks.values()].find(({ about }) => about.arn === tasks![0]!.taskArn!);
  const port = await until('it listens', () => task?.listensAt('api', 8080));
  expect(port).not.toBe(8080);
  expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe('hello');
  await ecs.send(new StopTaskCommand({ cluster: 'test', task: tasks![0]!.taskArn! }));
  await at(tasks![0]!, 'STOPPED');
});

test('a container knows its task from the metadata endpoint', async () => {
  const ask = 'fetch(process.env.ECS_CONTAINER_METADATA_URI_V4 + process.env.PART).then((answer) => answer.json()).then((it) => console.log(JSON.stringify(it)))';
  const task = await run([job(ask, { Name: 'whole', Environment: [{ Name: 'PART', Value: '/task' }] }), job(ask, { Name: 'own', Essential: false, Environment: [{ Name: 'PART', Value: '' }] })]);
  const said = await until('both have answered', () => {
    const lines = region.logs.events('/test/api').map(({ message }) => message).filter((message) => message.includes(task.taskArn!));
    return lines.length === 2 && lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  });
  expect(said.find((one) => 'TaskARN' in one)).toMatchObject({ TaskARN: task.taskArn, Family: 'test-api', LaunchType: 'FARGATE' });
  expect(said.find((one) => !('TaskARN' in one))).toMatchObject({ Name: 'own' });
});

describe('refused by name', () => {
  test.each([
    [{ launchType: undefined }, /launchType only as FARGATE, got "EC2"/],
    [{ networkConfiguration: undefined }, /Network Configuration must be provided/],
    [{ count: 11 }, /count must be from 1 to 10, got 11/],
    [{ overrides: { containerOverrides: [{ name: 'api', command: ['x'] }] } }, /RunTask\.overrides/],
    [{ enableExecuteCommand: true }, /enableExecuteCommand only as false/],
    [{ placementStrategy: [{ type: 'random' as const }] }, /RunTask\.placementStrategy/],
    [{ cluster: 'elsewhere' }, /Cluster not found/],
    [{ taskDefinition: 'unheard-of' }, /Unable to describe task definition/],
  ])('RunTask with %j', async (more, message) => {
    await region.make('AWS::ECS::TaskDefinition', definition([job('process.exit(0)')]));
    await expect(ecs.send(new RunTaskCommand({ cluster: 'test', taskDefinition: 'test-api', launchType: 'FARGATE', networkConfiguration, ...more }))).rejects.toThrow(message);
  });

  const good = container(SERVER);
  test.each<[Readonly<Record<string, unknown>>, RegExp]>([
    [definition([{ ...good, DependsOn: [{ ContainerName: 'other', Condition: 'START' }] }]), /ContainerDefinitions\.DependsOn/],
    [definition([{ ...good, HealthCheck: { Command: ['CMD', 'true'] } }]), /ContainerDefinitions\.HealthCheck/],
    [definition([{ ...good, MountPoints: [{}] }]), /ContainerDefinitions\.MountPoints/],
    [definition([{ ...good, LogConfiguration: { LogDriver: 'splunk' } }]), /LogDriver only as awslogs, got "splunk"/],
    [definition([{ ...good, Secrets: [{ Name: 'A', ValueFrom: 'arn:aws:ssm:ap-northeast-2:111122223333:parameter/a' }] }]), /Secrets Manager by ARN, got arn:aws:ssm/],
    [definition([{ ...good, PortMappings: [{ ContainerPort: 8080, HostPort: 80 }] }]), /host ports and container ports/],
    [definition([{ ...good, StopTimeout: 121 }]), /StopTimeout must be a whole number from 0 to 120, got 121/],
    [definition([{ ...good, Essential: false }]), /must be marked as essential/],
    [definition([good, good]), /names should be unique/],
    [definition([good, { ...good, Name: 'other' }]), /ports must differ/],
    [definition([good], { ExecutionRoleArn: undefined }), /execution role ARN to support log driver awslogs/],
    [definition([good], { Cpu: '256', Memory: '4096' }), /No Fargate configuration exists for given values: 256 CPU, 4096 memory/],
    [definition([good], { NetworkMode: 'bridge' }), /NetworkMode only as awsvpc, got "bridge"/],
    [definition([good], { Volumes: [{ Name: 'scratch' }] }), /TaskDefinition\.Volumes/],
    [definition([good], { RequiresCompatibilities: ['EC2'] }), /must hold FARGATE/],
    [definition([good], { PidMode: 'task' }), /TaskDefinition\.PidMode/],
  ])('a definition %#', async (properties, message) => {
    await expect(region.make('AWS::ECS::TaskDefinition', properties)).rejects.toThrow(message);
  });
});
