import { DescribeExecutionCommand, ListExecutionsCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { dice } from '../../../lib/core/chance';
import { minutes, seconds } from '../../../lib/core/units';
import { deploymentMachineDefinition } from '../../../lib/constructs/deployment-machine-definition';
import { startEndpoint, type Endpoint } from '../../../lib/region/endpoint/server';
import { identifiers } from '../../../lib/region/identifiers';
import type { ServiceRoles } from '../../../lib/region/iam/service-roles';
import type { FunctionDefinition, Functions } from '../../../lib/region/lambda/functions';
import { ServiceError } from '../../../lib/region/service-error';
import { Executions } from '../../../lib/region/states/executions';
import { stateMachineResources } from '../../../lib/region/states/resources';
import { VirtualClock } from '../../support/virtual-clock';

const place = { account: '111111111111', region: 'ap-northeast-2' };
type Invoke = Functions['invoke'];

let clock: VirtualClock;
let invoke: jest.MockedFunction<Invoke>;
let executions: Executions;
let endpoint: Endpoint;
let client: SFNClient;
let machine: string;

/** Roles that trust everybody and may everything, unless a test says otherwise. */
const demand = jest.fn<ReturnType<ServiceRoles['demand']>, Parameters<ServiceRoles['demand']>>();
const trusting = { trust: () => undefined, allows: () => true, demand } as unknown as ServiceRoles;

const resource = (properties: Record<string, unknown>) => ({ place, stackName: 'Shop', stackId: 'arn', logicalId: 'Machine', type: 'AWS::StepFunctions::StateMachine', metadata: {}, properties: { RoleArn: 'arn:role', ...properties } });
const define = async (properties: Record<string, unknown>): Promise<string> =>
  (await stateMachineResources(executions, identifiers(dice(2)), trusting)['AWS::StepFunctions::StateMachine']?.create(resource(properties)))?.physicalId ?? '';

beforeEach(async () => {
  clock = new VirtualClock();
  invoke = jest.fn<ReturnType<Invoke>, Parameters<Invoke>>(async () => ({ kind: 'returned', value: { next: 'done' } }));
  executions = new Executions({ model: clock, wall: new VirtualClock(), ids: identifiers(dice(1)), functions: { invoke, named: (name) => ({ arn: `arn:aws:lambda:ap-northeast-2:111111111111:function:${name}` }) as FunctionDefinition }, demand });
  endpoint = await startEndpoint({ AWSStepFunctions: executions.operations }, []);
  client = new SFNClient({ endpoint: endpoint.url, region: place.region, credentials: { accessKeyId: 'ASIA1', secretAccessKey: 's', sessionToken: 't' }, maxAttempts: 1 });
  machine = await define({ StateMachineName: 'releases', DefinitionString: JSON.stringify(deploymentMachineDefinition('deployment')) });
});
afterEach(async () => {
  client.destroy();
  executions[Symbol.dispose]();
  await endpoint[Symbol.asyncDispose]();
});

const start = (about: { readonly name?: string; readonly input?: string; readonly stateMachineArn?: string } = {}) => client.send(new StartExecutionCommand({ stateMachineArn: machine, ...about }));
const look = (executionArn: string | undefined) => client.send(new DescribeExecutionCommand({ executionArn }));

test('a release\'s machine looks, waits and looks again until it is done', async () => {
  let looks = 0;
  invoke.mockImplementation(async (_, event) => {
    looks += 1;
    return { kind: 'returned', value: { ...(event as { state: object }).state, looks, next: looks < 3 ? 'wait' : 'done' } };
  });
  const startedAt = clock.now();
  const { executionArn, startDate } = await start({ name: 'release-1', input: '{"request":{"a":1},"looks":0}' });
  expect(executionArn).toBe(machine.replace(':stateMachine:', ':execution:').concat(':release-1'));
  expect(startDate?.getTime()).toBe(startedAt);
  await clock.pass(seconds(29));
  expect(await look(executionArn)).toMatchObject({ status: 'RUNNING', name: 'release-1', stateMachineArn: machine });
  await clock.pass(seconds(1));
  expect(await look(executionArn)).toMatchObject({ status: 'SUCCEEDED', output: '{"request":{"a":1},"looks":3,"next":"done"}', stopDate: new Date(startedAt + 30_000) });
  expect(invoke.mock.calls.map(([name, event]) => [name, (event as { action: string }).action])).toEqual([['deployment', 'look'], ['deployment', 'look'], ['deployment', 'look']]);
});

test('a machine invokes in its own role, and fails with what IAM says when it may not', async () => {
  demand.mockImplementationOnce(() => { throw new ServiceError('AccessDeniedException', 'User: arn:aws:sts::111111111111:assumed-role/machine/release-1 is not authorized'); });
  const arn = await define({ StateMachineName: 'small', DefinitionString: JSON.stringify({ StartAt: 'It', States: { It: { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Parameters: { FunctionName: 'deployment' }, End: true } } }) });
  const { executionArn } = await start({ name: 'release-1', stateMachineArn: arn });
  await clock.pass(seconds(1));
  expect(await look(executionArn)).toMatchObject({ status: 'FAILED', error: 'Lambda.AWSLambdaException', cause: expect.stringContaining('is not authorized') });
  expect(demand.mock.lastCall).toEqual([{ roleArn: 'arn:role', session: 'release-1', region: 'ap-northeast-2' }, [{ action: 'lambda:InvokeFunction', resource: 'arn:aws:lambda:ap-northeast-2:111111111111:function:deployment' }]]);
  expect(invoke).not.toHaveBeenCalled();
});

test('it gives up when looking fails for good, and says why to the function', async () => {
  invoke.mockImplementation(async (_, event) => ((event as { action: string }).action === 'look'
    ? { kind: 'failed', errorType: 'TypeError', errorMessage: 'no', trace: [] } : { kind: 'returned', value: 'given up' }));
  const { executionArn } = await start({ input: '{"looks":0}' });
  await clock.pass(minutes(5));
  expect(await look(executionArn)).toMatchObject({ status: 'SUCCEEDED', output: '"given up"' });
  expect(invoke).toHaveBeenCalledTimes(8);
  expect(invoke.mock.lastCall?.[1]).toEqual({ action: 'give-up', state: { looks: 0, failure: { Error: 'TypeError', Cause: '{"errorType":"TypeError","errorMessage":"no","trace":[]}' } } });
});

test.each<readonly [string, () => ReturnType<Invoke>, string, RegExp]>([
  ['a function that ran out of time', async () => ({ kind: 'failed', errorType: 'Sandbox.Timedout', errorMessage: 'Task timed out after 3.00 seconds', trace: [] }), 'Lambda.Unknown', /did not return an error type.*Task timed out after 3\.00 seconds/],
  ['a function that is not there', async () => { throw new ServiceError('ResourceNotFoundException', 'Function not found: gone'); }, 'Lambda.ResourceNotFoundException', /Function not found: gone/],
  ['a mistake of the region', async () => { throw new Error('out of order'); }, 'States.Runtime', /the region failed: out of order/],
])('%s fails its task by name', async (_, how, error, cause) => {
  const plain = await define({ StateMachineName: 'plain', Definition: { StartAt: 'It', States: { It: { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Parameters: { FunctionName: 'f' }, End: true } } } });
  invoke.mockImplementation(how);
  const { executionArn } = await start({ stateMachineArn: plain });
  await clock.pass(seconds(1));
  expect(await look(executionArn)).toMatchObject({ status: 'FAILED', error, cause: expect.stringMatching(cause) });
});

test('a function that returns nothing has a payload of null', async () => {
  const plain = await define({ StateMachineName: 'plain', Definition: { StartAt: 'It', States: { It: { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Parameters: { FunctionName: 'f' }, OutputPath: '$.Payload', End: true } } } });
  invoke.mockResolvedValue({ kind: 'returned', value: undefined });
  const { executionArn } = await start({ stateMachineArn: plain });
  await clock.pass(seconds(1));
  expect(await look(executionArn)).toMatchObject({ status: 'SUCCEEDED', output: 'null' });
});

test('the same name with the same input is the same execution while it runs, and nothing else', async () => {
  invoke.mockResolvedValue({ kind: 'returned', value: { next: 'wait' } });
  const first = await start({ name: 'release-1', input: '{"a":1}' });
  expect((await start({ name: 'release-1', input: '{"a":1}' })).executionArn).toBe(first.executionArn);
  await expect(start({ name: 'release-1', input: '{"a":2}' })).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
  invoke.mockResolvedValue({ kind: 'returned', value: { next: 'done' } });
  await clock.pass(minutes(1));
  await expect(start({ name: 'release-1', input: '{"a":1}' })).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
});

test('without a name each execution has its own', async () => {
  const [one, other] = [await start(), await start()];
  expect(one.executionArn).not.toBe(other.executionArn);
});

test.each<readonly [string, Parameters<typeof start>[0], string]>([
  ['a machine that is not there', { stateMachineArn: 'arn:aws:states:ap-northeast-2:111111111111:stateMachine:gone' }, 'StateMachineDoesNotExist'],
  ['what is no ARN of a machine', { stateMachineArn: 'releases' }, 'InvalidArn'],
  ['input that is no JSON', { input: '{' }, 'InvalidExecutionInput'],
  ['a name with a space', { name: 'release 1' }, 'InvalidName'],
  ['a name of more than 80 characters', { name: 'x'.repeat(81) }, 'InvalidName'],
])('%s is refused', async (_, about, name) => {
  await expect(start(about)).rejects.toMatchObject({ name });
});

test('a function named by its ARN gets the input and gives the result as they are; its errors can be retried by name', async () => {
  const arn = 'arn:aws:lambda:r:1:function:is-complete';
  const direct = await define({
    StateMachineName: 'waiter',
    DefinitionString: JSON.stringify({ StartAt: 'Ask', States: { Ask: { Type: 'Task', Resource: arn, Retry: [{ ErrorEquals: ['Retry'], IntervalSeconds: 15, MaxAttempts: 3, BackoffRate: 1 }], End: true } } }),
  });
  invoke.mockResolvedValueOnce({ kind: 'failed', errorType: 'Retry', errorMessage: 'not yet', trace: [] });
  invoke.mockResolvedValueOnce({ kind: 'returned', value: { IsComplete: true } });
  const { executionArn } = await start({ stateMachineArn: direct, input: '{"a":1}' });
  await clock.pass(seconds(15));
  expect(await look(executionArn)).toMatchObject({ status: 'SUCCEEDED', output: '{"IsComplete":true}' });
  expect(invoke.mock.calls).toEqual([[arn, { a: 1 }], [arn, { a: 1 }]]);
});

test('an execution that is not there, and an operation that the region does not know, are refused by name', async () => {
  await expect(look(`${machine}:gone`)).rejects.toMatchObject({ name: 'ExecutionDoesNotExist' });
  await expect(client.send(new ListExecutionsCommand({ stateMachineArn: machine }))).rejects.toMatchObject({ name: 'UnknownOperationException', message: 'the region does not know the operation ListExecutions of AWSStepFunctions' });
});

test('an execution goes on with the definition that it was started with', async () => {
  invoke.mockResolvedValue({ kind: 'returned', value: { next: 'wait' } });
  const { executionArn } = await start();
  const provider = stateMachineResources(executions, identifiers(dice(2)), trusting)['AWS::StepFunctions::StateMachine'];
  const update = { ...resource({ DefinitionString: '{"StartAt":"It","States":{"It":{"Type":"Succeed"}}}' }) };
  await provider?.update(update, { physicalId: machine, attributes: { Name: 'releases' }, properties: {} });
  await clock.pass(minutes(1));
  expect(await look(executionArn)).toMatchObject({ status: 'RUNNING' });
  const { executionArn: next } = await start();
  await clock.pass(seconds(1));
  expect(await look(next)).toMatchObject({ status: 'SUCCEEDED' });
});

test('an execution whose machine has a limit times out', async () => {
  const bounded = await define({ StateMachineName: 'bounded', DefinitionString: '{"TimeoutSeconds":${limit},"StartAt":"It","States":{"It":{"Type":"Wait","Seconds":600,"End":true}}}', DefinitionSubstitutions: { limit: 60 } });
  const { executionArn } = await start({ stateMachineArn: bounded });
  await clock.pass(minutes(1));
  expect(await look(executionArn)).toMatchObject({ status: 'TIMED_OUT' });
});

test.each<readonly [string, Record<string, unknown>, string]>([
  ['an express workflow', { StateMachineType: 'EXPRESS', DefinitionString: '{}' }, 'the region runs standard workflows, got EXPRESS'],
  ['no definition', {}, 'a state machine needs its definition in the template'],
  ['a definition in S3', { DefinitionS3Location: {} }, 'DefinitionS3Location'],
  ['a definition that is no JSON', { DefinitionString: 'StartAt: It' }, 'INVALID_JSON_DESCRIPTION'],
  ['a definition that it cannot run', { DefinitionString: '{"StartAt":"It","States":{"It":{"Type":"Map","End":true}}}' }, 'the region does not know: state type Map of It'],
])('%s is refused', async (_, properties, message) => {
  await expect(define({ StateMachineName: 'other', ...properties })).rejects.toThrow(message);
});

test('two machines cannot have one name', async () => {
  await expect(define({ StateMachineName: 'releases', DefinitionString: '{"StartAt":"It","States":{"It":{"Type":"Succeed"}}}' })).rejects.toThrow('State Machine Already Exists');
});
