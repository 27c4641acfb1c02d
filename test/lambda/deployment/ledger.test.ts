import { readLedgerSettings } from '../../../lambda/deployment/ledger-settings';
import { look, type LookPorts } from '../../../lambda/deployment/look';
import type { Book } from '../../../lambda/deployment/gateway';
import type { DeploymentRequest, MachineState } from '../../../lambda/deployment/state';
import type { Artifact, Fact } from '../../../lib/core/ledger/fact';
import { FakeAws } from './fake-aws';

const request: DeploymentRequest = {
  RequestType: 'Update', RequestId: 'request-1', ResponseURL: 'https://answer', StackId: 'arn:aws:cloudformation:r:1:stack/production-ApiRelease/abc', LogicalResourceId: 'Deployment',
  ResourceProperties: { Release: 'r2', TaskDefinition: 'r2:2', MigrationTaskDefinition: 'r2:1', ContainerName: 'api', ContainerPort: '8080', Topology: 't1' },
};

function standing(aws: FakeAws, doubts: readonly string[] = []) {
  const answers: string[] = [];
  const facts: Fact[] = [];
  const asked: (readonly Artifact[])[] = [];
  const book: Book = { doubts: async (artifacts) => { asked.push(artifacts); return doubts; }, say: async (fact) => void facts.push(fact) };
  const ports: LookPorts = {
    settings: { network: { subnets: [], securityGroups: [], assignPublicIp: 'DISABLED' }, hooks: {}, topology: 't1', limits: { secondsPerLook: 15, migrationsMinutes: 5, installMinutes: 10, totalMinutes: 55 } },
    gateway: aws.gateway, book, answer: async (_, status, reason) => void answers.push(`${status}: ${reason}`),
  };
  return { ports, answers, facts, asked };
}

async function play(ports: LookPorts, aws: FakeAws, world: (state: MachineState) => void, asked = request): Promise<void> {
  let state: MachineState = { request: asked, looks: 0 };
  while (state.next !== 'done' && state.looks < 40) {
    state = await look(state, ports);
    for (const task of aws.migrations.keys()) aws.migrations.set(task, 0);
    world(state);
  }
  expect(state.next).toBe('done');
}

const r2 = { release: 'r2', workload: 'a'.repeat(64), image: ':r2' };

test('what will run is looked up in the ledger, migrations too, and a doubt refuses it before anything is changed', async () => {
  const aws = new FakeAws();
  const { ports, answers, facts, asked } = standing(aws, ['the release r2 was never recorded by CI']);
  await play(ports, aws, () => undefined);
  expect(asked).toEqual([[r2, r2]]);
  expect(answers).toEqual(['FAILED: refused, nothing was changed: the release r2 was never recorded by CI']);
  expect([aws.migrations.size, aws.deployments.length, facts.length]).toEqual([0, 0, 0]);
});

test('a request under another name than its containers have is refused, whatever the ledger says of them', async () => {
  const aws = new FakeAws();
  const { ports, answers } = standing(aws);
  await play(ports, aws, () => undefined, { ...request, ResourceProperties: { ...request.ResourceProperties, Release: 'r3' } });
  expect(answers).toEqual(['FAILED: refused, nothing was changed: the release is called r3, and a container of its task definition says that it is r2']);
});

test('a release is written down when it has all traffic, and when its bake is over', async () => {
  const aws = new FakeAws();
  const { ports, answers, facts } = standing(aws);
  await play(ports, aws, ({ next }) => {
    if (aws.active?.view.status === 'running') aws.shift();
    else if (next === 'bake' && aws.active !== undefined) aws.active.view = { status: 'succeeded' };
  });
  expect(answers).toEqual(['SUCCESS: deployment d-1 has all traffic']);
  const where = { ...r2, deployment: 'd-1', taskDefinition: 'r2:2', topology: 't1' };
  // What is said again is written once, by whoever keeps the ledger.
  expect(facts).toEqual([{ kind: 'deployed', ...where }, { kind: 'deployed', ...where }, { kind: 'baked', ...where }]);
});

test.each([['before it was answered', 'running'], ['in its bake', 'bake']])('a release that is taken back %s is written down with the reason', async (_, when) => {
  const aws = new FakeAws();
  const { ports, facts } = standing(aws);
  await play(ports, aws, ({ next }) => {
    if (aws.active?.view.status === 'running' && when === 'running') aws.fail('stopped: ALARM_ACTIVE');
    else if (aws.active?.view.status === 'running') aws.shift();
    else if (next === 'bake' && aws.active !== undefined) aws.fail('stopped: ALARM_ACTIVE');
  });
  expect(facts.at(-1)).toEqual({ kind: 'taken-back', ...r2, deployment: 'd-1', why: 'stopped: ALARM_ACTIVE' });
});

test('a ledger that is away does not hold up the answer', async () => {
  const aws = new FakeAws();
  const { ports, answers } = standing(aws);
  const away: LookPorts = { ...ports, book: { doubts: async () => [], say: async () => { throw new Error('away'); } } };
  await expect(play(away, aws, () => { if (aws.active?.view.status === 'running') aws.shift(); })).rejects.toThrow('away');
  expect(answers).toEqual(['SUCCESS: deployment d-1 has all traffic']);
});

test('settings that say too little are refused with everything that is missing', () => {
  expect(() => readLedgerSettings('{"stage":"production","before":{}}')).toThrow(/service.*buildKey.*verdictKey.*before\.stage.*before\.verdictKey/s);
  expect(() => readLedgerSettings('{')).toThrow('no JSON');
  expect(readLedgerSettings('off')).toBe('off');
});
