import { keyOf, look, type LookPorts } from '../../../lambda/deployment/look';
import { readPreflight } from '../../../lambda/deployment/preflight-settings';
import type { DeploymentRequest, MachineState } from '../../../lambda/deployment/state';
import type { AlarmView, Inspection } from '../../../lib/core/release/inspection';
import { FakeAws } from './fake-aws';

const alarm = (name: string, state: AlarmView['state']): AlarmView => ({ name, state, actionsEnabled: true, because: 'it is', terms: '> 1' });
const seen: Inspection = {
  group: { alarms: { enabled: true, ignorePollAlarmFailure: false, names: ['errors', 'hosts'] }, rollback: { enabled: true, events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM', 'DEPLOYMENT_STOP_ON_REQUEST'] } },
  alarms: [alarm('errors', 'ALARM'), alarm('hosts', 'OK')], routes: [], primary: { taskDefinition: 'r1:1', active: true, targetGroup: 'one' }, requests: { count: 1, hours: 24 }, stacks: [],
};
const fixes = { Alarms: ['errors'], Reason: 'uses fail since Monday' };
const request: DeploymentRequest = {
  RequestType: 'Update', RequestId: 'request-1', ResponseURL: 'https://answer', StackId: 'arn:aws:cloudformation:r:1:stack/production-ApiRelease/abc', LogicalResourceId: 'Deployment',
  ResourceProperties: { Release: 'r2', TaskDefinition: 'r2:2', MigrationTaskDefinition: 'migrate:2', ContainerName: 'api', ContainerPort: '8080', Topology: 't1' },
};
const fixing: DeploymentRequest = { ...request, ResourceProperties: { ...request.ResourceProperties, Fixes: fixes } };

function standing(aws: FakeAws, inspect: () => Promise<Inspection>) {
  const [answers, records]: [string[], object[]] = [[], []];
  const ports: LookPorts = {
    settings: { network: { subnets: [], securityGroups: [], assignPublicIp: 'DISABLED' }, hooks: { AfterAllowTestTraffic: 'probe' }, topology: 't1', limits: { secondsPerLook: 15, migrationsMinutes: 5, installMinutes: 10, totalMinutes: 55 } },
    gateway: aws.gateway, answer: async (_, status, reason) => void answers.push(`${status}: ${reason}`),
    preflight: { expected: { alarms: { errors: '> 1', hosts: '> 1' } }, inspect, record: (record) => void records.push(record) },
  };
  return { ports, answers, records };
}

async function play(aws: FakeAws, ports: LookPorts, asked: DeploymentRequest): Promise<void> {
  let state: MachineState = { request: asked, looks: 0 };
  while (state.next !== 'done' && state.looks < 20) {
    state = await look(state, ports);
    for (const task of aws.migrations.keys()) aws.migrations.set(task, 0);
    if (aws.active?.view.status === 'running') aws.shift();
  }
}

test('a refused release has migrated nothing and deployed nothing, and is answered at the first look', async () => {
  const aws = new FakeAws();
  const { ports, answers } = standing(aws, async () => seen);
  await play(aws, ports, request);
  expect(answers).toEqual([expect.stringMatching(/^FAILED: refused, nothing was changed: the alarm errors is red/)]);
  expect([aws.migrations.size, aws.deployments.length]).toEqual([0, 0]);
});

test('one that fixes what is red goes out, watched by the other alarms; the deployment and the log say why', async () => {
  const aws = new FakeAws();
  const { ports, answers, records } = standing(aws, async () => seen);
  const asked: (readonly string[] | undefined)[] = [];
  const gateway: LookPorts['gateway'] = { ...aws.gateway, createDeployment: (wanted) => { asked.push(wanted.alarms); return aws.gateway.createDeployment(wanted); } };
  await play(aws, { ...ports, gateway }, fixing);
  expect(answers).toEqual(['SUCCESS: deployment d-1 has all traffic']);
  expect(asked).toEqual([['hosts']]);
  expect(aws.deployments[0]?.description).toBe('changeover abc Deployment request-1 fixes errors: uses fail since Monday');
  expect(records).toEqual([expect.objectContaining({ red: ['errors'], reason: 'uses fail since Monday' })]);
});

test('a reason without end still makes a description that CodeDeploy takes, and the same one every time', () => {
  const long = { ...fixing, ResourceProperties: { ...fixing.ResourceProperties, Fixes: { ...fixes, Reason: 'why '.repeat(200) } } };
  expect(keyOf({ request: long })).toHaveLength(256);
  expect(keyOf({ request: long })).toBe(keyOf({ request: long }));
});

test('what cannot be looked at refuses nothing and starts nothing: the look fails, and is repeated', async () => {
  const aws = new FakeAws();
  const { ports, answers } = standing(aws, () => Promise.reject(Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' })));
  await expect(look({ request, looks: 0 }, ports)).rejects.toThrow('Rate exceeded');
  expect([answers.length, aws.migrations.size, aws.deployments.length]).toEqual([0, 0, 0]);
});

describe('what the topology tells', () => {
  const rules = JSON.stringify({ live: 'arn:one', test: 'arn:two' });

  test('is read whole', () => {
    expect(readPreflight('{"alarms":{"errors":"> 1"},"stacks":["production-Api"]}', rules)).toEqual({ alarms: { errors: '> 1' }, stacks: ['production-Api'], rules: { production: 'arn:one', test: 'arn:two' } });
  });

  test('is off only by that word', () => {
    expect(readPreflight('off', rules)).toBe('off');
    expect(() => readPreflight('OFF', rules)).toThrow('PREFLIGHT in the environment of the function is no JSON: OFF');
  });

  test.each([['{}', rules, /PREFLIGHT.alarms must be.*PREFLIGHT.stacks must be/], ['{"alarms":["errors"],"stacks":["a"]}', rules, /PREFLIGHT.alarms must be/], ['{"alarms":{"errors":5},"stacks":["a"]}', rules, /PREFLIGHT.alarms.errors must be/], ['{"alarms":{},"stacks":["a"]}', '{"live":""}', /RULES.live must be.*RULES.test must be/]])('%s with %s is an error with everything in it', (preflight, ways, why) => {
    expect(() => readPreflight(preflight, ways)).toThrow(why);
  });
});
