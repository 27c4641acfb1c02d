import { begin } from '../../../lambda/deployment/begin';
import { giveUp } from '../../../lambda/deployment/give-up';
import { keyOf, look, type LookPorts } from '../../../lambda/deployment/look';
import type { DeploymentRequest, MachineState } from '../../../lambda/deployment/state';
import { isTransient } from '../../../lambda/deployment/transient';
import { dice } from '../../../lib/core/chance';
import { FakeAws } from './fake-aws';

const request: DeploymentRequest = {
  RequestType: 'Update', RequestId: 'request-1', ResponseURL: 'https://answer', StackId: 'arn:aws:cloudformation:ap-northeast-2:222222222222:stack/production-ApiRelease/abc',
  LogicalResourceId: 'Deployment',
  ResourceProperties: { Release: 'r2', TaskDefinition: 'r2:2', MigrationTaskDefinition: 'migrate:2', ContainerName: 'api', ContainerPort: '8080', Topology: 't1' },
};
const limits = { secondsPerLook: 15, migrationsMinutes: 5, installMinutes: 10, totalMinutes: 55 };

function standing(aws: FakeAws): LookPorts & { readonly answers: string[] } {
  const answers: string[] = [];
  const settings = { network: { subnets: [], securityGroups: [], assignPublicIp: 'DISABLED' as const }, hooks: {}, limits, topology: 't1' };
  return { answers, settings, gateway: aws.gateway, answer: async (_, status, reason) => void answers.push(`${status}: ${reason}`) };
}

/** Looks as the state machine does until there is an answer; `meanwhile` is what the world does between two looks. */
async function play(aws: FakeAws, ports: LookPorts, meanwhile: (looks: number) => void, asked = request): Promise<MachineState> {
  let state: MachineState = { request: asked, looks: 0 };
  while (state.next !== 'done') {
    if (state.looks > 400) throw new Error('there is no answer');
    state = await look(state, ports);
    meanwhile(state.looks);
  }
  return state;
}

function worldGoesOn(aws: FakeAws): void {
  for (const [task, exitCode] of aws.migrations) if (exitCode === undefined) aws.migrations.set(task, 0);
  if (aws.active?.view.status === 'running') aws.shift();
}

test('a release migrates, deploys once, and answers when it has all traffic', async () => {
  const aws = new FakeAws();
  const ports = standing(aws);
  await play(aws, ports, () => worldGoesOn(aws));
  expect(aws.deployments).toHaveLength(1);
  expect(aws.deployments[0]).toMatchObject({ taskDefinition: 'r2:2', description: keyOf({ request }), allAtOnce: false });
  expect(ports.answers).toEqual(['SUCCESS: deployment d-1 has all traffic']);
});

test('the first release goes all at once', async () => {
  const aws = new FakeAws();
  aws.placeholder = true;
  await play(aws, standing(aws), () => worldGoesOn(aws));
  expect(aws.deployments[0]?.allAtOnce).toBe(true);
});

test('a failed deployment fails the request with its reason, and the stack that then rolls back starts no second one', async () => {
  const aws = new FakeAws();
  const ports = standing(aws);
  await play(aws, ports, () => {
    for (const task of aws.migrations.keys()) aws.migrations.set(task, 0);
    if (aws.active !== undefined) aws.fail('failed in AfterAllowTestTraffic: HOOK_EXECUTION_FAILURE');
  });
  expect(ports.answers).toEqual([expect.stringContaining('HOOK_EXECUTION_FAILURE')]);

  const back = { ...request, RequestId: 'request-2', ResourceProperties: { ...request.ResourceProperties, Release: 'r1', TaskDefinition: 'r1:1' } };
  await play(aws, ports, () => undefined, back);
  expect(aws.deployments).toHaveLength(1);
  expect(ports.answers.at(-1)).toBe('SUCCESS: the service already runs this release');
});

test('a stack that rolls back while the deployment runs takes it back and starts nothing', async () => {
  const aws = new FakeAws();
  const ports = standing(aws);
  let state: MachineState = { request, looks: 0 };
  for (let looks = 0; looks < 3; looks += 1) {
    state = await look(state, ports);
    for (const task of aws.migrations.keys()) aws.migrations.set(task, 0);
  }
  expect(aws.active?.view.status).toBe('running');

  const back = { ...request, RequestId: 'request-2', ResourceProperties: { ...request.ResourceProperties, TaskDefinition: 'r1:1' } };
  await play(aws, ports, () => undefined, back);
  expect(aws.stopped).toEqual(['d-1']);
  expect(aws.deployments).toHaveLength(1);
  expect(ports.answers.at(-1)).toMatch(/^SUCCESS/);
});

test('a request that comes when its update is taken back already leaves the release alone that bakes since the update before', async () => {
  const aws = new FakeAws();
  const ports = standing(aws);
  await begin(request, ports);
  for (let state = JSON.parse(aws.started[0]?.input ?? '') as MachineState; state.next !== 'done'; worldGoesOn(aws)) state = await look(state, ports);
  expect([aws.primary, aws.active?.view.status, aws.active?.description]).toEqual(['r2:2', 'shifted', 'changeover abc Deployment request-1 in update-1']);

  const late = { ...request, RequestId: 'request-2', ResourceProperties: { ...request.ResourceProperties, Release: 'r3', TaskDefinition: 'r3:3' } };
  for (const [update, stopped] of [['update-2', []], ['update-1', ['d-1']]] as const) {
    const state: MachineState = { request: late, looks: 0, update: { status: 'UPDATE_ROLLBACK_IN_PROGRESS', update } };
    Object.assign(aws, { stackStatus: 'UPDATE_ROLLBACK_IN_PROGRESS', update });
    await look(state, ports);
    expect(aws.stopped).toEqual(stopped);
  }
});

test('a look that is cut off anywhere and repeated creates one deployment', async () => {
  for (let cutAt = 0; cutAt < 40; cutAt += 1) {
    const aws = new FakeAws();
    const ports = standing(aws);
    let calls = 0;
    const cut: LookPorts = { ...ports, gateway: cutting(aws, () => (calls += 1) === cutAt) };
    let state: MachineState = { request, looks: 0 };
    while (state.next !== 'done') {
      state = await look(state, cut).catch(() => look(state, cut));
      worldGoesOn(aws);
    }
    expect({ cutAt, created: aws.deployments.length, answers: ports.answers }).toEqual({ cutAt, created: 1, answers: ['SUCCESS: deployment d-1 has all traffic'] });
  }
});

test('with three of ten calls throttled the outcome is the same, later', async () => {
  for (let seed = 0; seed < 50; seed += 1) {
    const chance = dice(seed);
    const aws = new FakeAws();
    const ports = standing(aws);
    const throttled: LookPorts = { ...ports, gateway: failing(aws, () => chance.roll() < 0.3) };
    let state: MachineState = { request, looks: 0 };
    while (state.next !== 'done') {
      state = await look(state, throttled).catch((cause: unknown) => {
        expect(isTransient(cause)).toBe(true);
        return { ...state, looks: state.looks + 1 };
      });
      if (chance.roll() < 0.5) worldGoesOn(aws);
    }
    expect({ seed, created: aws.deployments.length, answers: ports.answers }).toEqual({ seed, created: 1, answers: ['SUCCESS: deployment d-1 has all traffic'] });
  }
});

test('giving up stops what this request deployed and answers', async () => {
  const aws = new FakeAws();
  const ports = standing(aws);
  await aws.gateway.createDeployment({ appSpec: '"TaskDefinition":"r2:2"', description: keyOf({ request }), allAtOnce: false });
  await giveUp({ action: 'give-up', state: { request, looks: 3, failure: { Error: 'Runtime.ExitError', Cause: 'gone' } } }, ports);
  expect(aws.stopped).toEqual(['d-1']);
  expect(ports.answers).toEqual([expect.stringMatching(/^FAILED: .*Runtime.ExitError.*d-1 was stopped/)]);
});

test("giving up never stops somebody else's deployment", async () => {
  const aws = new FakeAws();
  const ports = standing(aws);
  await aws.gateway.createDeployment({ appSpec: '', description: 'by hand', allAtOnce: false });
  await giveUp({ action: 'give-up', state: { request, looks: 3 } }, ports);
  expect(aws.stopped).toEqual([]);
  expect(ports.answers).toHaveLength(1);
});

test('giving up answers even when AWS does not', async () => {
  const aws = new FakeAws();
  const ports = standing(aws);
  aws.troubles = [new Error('no connection')];
  await giveUp({ action: 'give-up', state: { request, looks: 3 } }, ports);
  expect(ports.answers).toEqual([expect.stringMatching(/^FAILED: .*unknown/)]);
});

test('a request that comes twice starts the machine under one name', async () => {
  const aws = new FakeAws();
  const ports = standing(aws);
  await begin(request, ports);
  await begin(request, ports);
  expect(new Set(aws.started.map(({ name }) => name))).toEqual(new Set(['request-1']));
});

test.each([['Update', 'FAILED'], ['Delete', 'SUCCESS']] as const)('a machine that cannot be started is answered at once: %s with %s', async (RequestType, status) => {
  const aws = new FakeAws();
  const ports = standing(aws);
  aws.troubles = [new Error('AccessDeniedException')];
  await begin({ ...request, RequestType }, ports);
  expect(ports.answers).toEqual([expect.stringMatching(new RegExp(`^${status}: .*AccessDenied`))]);
});

test.each([
  [Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' }), true],
  [Object.assign(new Error('x'), { $metadata: { httpStatusCode: 503 } }), true],
  [Object.assign(new Error('x'), { code: 'ECONNRESET' }), true],
  [Object.assign(new Error('no'), { name: 'AccessDeniedException', $metadata: { httpStatusCode: 400 } }), false],
  [new TypeError('our bug'), false],
  ['text', false],
])('%s is transient: %s', (thrown, expected) => {
  expect(isTransient(thrown)).toBe(expected);
});

/** A gateway whose effects happen, and whose answer is lost when `lost` says so. */
function cutting(aws: FakeAws, lost: () => boolean): LookPorts['gateway'] {
  return wrapped(aws, async (work) => {
    const value = await work();
    if (lost()) throw new Error('cut off');
    return value;
  });
}

/** A gateway that answers "too much" before anything has happened. */
function failing(aws: FakeAws, throttles: () => boolean): LookPorts['gateway'] {
  return wrapped(aws, async (work) => {
    if (throttles()) throw Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' });
    return work();
  });
}

function wrapped(aws: FakeAws, around: (work: () => Promise<unknown>) => Promise<unknown>): LookPorts['gateway'] {
  const methods = Object.entries(aws.gateway) as [string, (...args: unknown[]) => Promise<unknown>][];
  return Object.fromEntries(methods.map(([name, method]) => [name, (...args: unknown[]) => around(() => method(...args))])) as unknown as LookPorts['gateway'];
}
