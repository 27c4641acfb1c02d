import { giveUp } from '../../../lambda/deployment/give-up';
import { look, type LookPorts } from '../../../lambda/deployment/look';
import type { DeploymentRequest, MachineState } from '../../../lambda/deployment/state';
import { dice, type Dice } from '../../../lib/core/chance';
import { instant } from '../../../lib/core/units';
import { FakeAws } from './fake-aws';
import { FakeQueue } from './fake-queue';

/** The release of a service with a queue and without migrations. */
const request: DeploymentRequest = {
  RequestType: 'Update', RequestId: 'request-1', ResponseURL: 'https://answer', StackId: 'arn:aws:cloudformation:ap-northeast-2:222222222222:stack/production-AuxiliaryRelease/abc',
  LogicalResourceId: 'Deployment',
  ResourceProperties: { Release: 'r2', TaskDefinition: 'r2:2', ContainerName: 'auxiliary', ContainerPort: '8080', Topology: 't1' },
};
const limits = { secondsPerLook: 15, migrationsMinutes: 5, installMinutes: 10, totalMinutes: 55 };
const back = { ...request, RequestId: 'request-2', ResourceProperties: { ...request.ResourceProperties, Release: 'r1', TaskDefinition: 'r1:1' } };

class Stand {
  readonly aws = new FakeAws();
  readonly queue = new FakeQueue();
  readonly answers: string[] = [];
  readonly ports: LookPorts = {
    gateway: this.aws.gateway,
    queue: this.queue.gateway,
    answer: async (_, status, reason) => void this.answers.push(`${status}: ${reason}`),
    settings: { network: { subnets: [], securityGroups: [], assignPublicIp: 'DISABLED' }, hooks: {}, limits, topology: 't1' },
  };
  state: MachineState = { request, looks: 0 };

  constructor() {
    this.queue.held = { release: 'r1', epoch: 1 };
    this.queue.services = [{ name: 'worker-1-r1', release: 'r1', createdAt: instant(1) }, { name: 'worker-1-r2', release: 'r2', createdAt: instant(2) }];
  }

  async look(times = 1): Promise<MachineState> {
    for (let count = 0; count < times && this.state.next !== 'done'; count += 1) this.state = await look(this.state, this.ports);
    return this.state;
  }

  /** Up to the answer that the release has all traffic. */
  async released(): Promise<this> {
    await this.look(2);
    this.aws.shift();
    await this.look();
    return this;
  }
}

test('the queue goes over when customers have, and the request is answered; then the bake is followed', async () => {
  const stand = new Stand();
  await stand.look(2);
  expect([stand.queue.held, stand.answers]).toEqual([{ release: 'r1', epoch: 1 }, []]);
  stand.aws.shift();
  expect(await stand.look()).toMatchObject({ next: 'bake', progress: { at: 'baking', deploymentId: 'd-1' } });
  expect(stand.queue.held).toEqual({ release: 'r2', epoch: 2 });
  expect(stand.answers).toEqual(['SUCCESS: deployment d-1 has all traffic']);
  expect(await stand.look(3)).toMatchObject({ next: 'bake' });
});

test('at the end of the bake the workers of the release before are ended, and nothing is answered again', async () => {
  const stand = await new Stand().released();
  stand.aws.deployments[0]!.view = { status: 'succeeded' };
  expect(await stand.look()).toMatchObject({ next: 'done' });
  expect(stand.queue.services.map(({ release }) => release)).toEqual(['r2']);
  expect(stand.answers).toHaveLength(1);
});

test('a rollback in the bake takes the queue back to the workers that are still there', async () => {
  const stand = await new Stand().released();
  stand.aws.fail('stopped: ALARM_ACTIVE');
  stand.aws.primary = 'r1:1';
  expect(await stand.look()).toMatchObject({ next: 'done' });
  expect(stand.queue.held).toEqual({ release: 'r1', epoch: 3 });
  expect(stand.queue.services).toHaveLength(2);
});

test('a stack that rolls back in the bake takes it back once, whoever of the two machines is first', async () => {
  for (const first of ['baking', 'rolling back']) {
    const stand = await new Stand().released();
    let other: MachineState = { request: back, looks: 0 };
    other = await look(other, stand.ports);
    expect(stand.aws.stopped).toEqual(['d-1']);
    for (let count = 0; count < 4; count += 1) {
      if (first === 'baking') await stand.look();
      if (other.next !== 'done') other = await look(other, stand.ports);
      if (first !== 'baking') await stand.look();
    }
    expect([first, stand.queue.held, stand.queue.moves]).toEqual([first, { release: 'r1', epoch: 3 }, ['r2', 'r1']]);
    expect([stand.state.next, other.next, stand.answers.at(-1)]).toEqual(['done', 'done', 'SUCCESS: the service already runs this release']);
  }
});

test('a look that is cut off anywhere and repeated moves the lease once and answers', async () => {
  for (let cutAt = 0; cutAt < 60; cutAt += 1) {
    const stand = new Stand();
    let calls = 0;
    const cutting = <T extends object>(port: T): T => new Proxy(port, {
      get: (target, name) => async (...args: unknown[]) => {
        const value = await (target as Record<string | symbol, (...given: unknown[]) => Promise<unknown>>)[name]?.(...args);
        if ((calls += 1) === cutAt) throw new Error('cut off');
        return value;
      },
    });
    const cut = { ...stand.ports, gateway: cutting(stand.aws.gateway), queue: cutting(stand.queue.gateway) };
    for (let count = 0; count < 8 && stand.state.next !== 'done'; count += 1) {
      stand.state = await look(stand.state, cut).catch(() => look(stand.state, cut));
      if (stand.aws.active?.view.status === 'running') stand.aws.shift();
    }
    expect({ cutAt, created: stand.aws.deployments.length, moves: stand.queue.moves }).toEqual({ cutAt, created: 1, moves: ['r2'] });
    expect(new Set(stand.answers)).toEqual(new Set(['SUCCESS: deployment d-1 has all traffic']));
  }
});

test('a bake that cannot be followed any more is left alone: nothing is stopped, and nobody is answered twice', async () => {
  const stand = await new Stand().released();
  await giveUp({ action: 'give-up', state: stand.state }, stand.ports);
  expect([stand.aws.stopped, stand.answers.length]).toEqual([[], 1]);
});

test('whatever ends when, the queue ends up with the release that customers are on', async () => {
  for (let seed = 0; seed < 60; seed += 1) {
    const chance = dice(seed);
    const stand = new Stand();
    let other: MachineState | undefined;
    for (let step = 0; step < 60; step += 1) {
      await stand.look();
      if (other !== undefined && other.next !== 'done') other = await look(other, stand.ports);
      worldGoesOn(stand.aws, chance);
      if (other === undefined && stand.answers.length > 0 && chance.roll() < 0.1) other = { request: back, looks: 0 };
    }
    expect({ seed, lease: stand.queue.held?.release }).toEqual({ seed, lease: stand.aws.primary?.split(':')[0] });
  }
});

/** A deployment gets all traffic, is taken back by an alarm, or has baked, when chance wants it. */
function worldGoesOn(aws: FakeAws, chance: Dice): void {
  const { active } = aws;
  if (active?.view.status === 'running' && chance.roll() < 0.3) return aws.shift();
  if (active === undefined) return;
  if (chance.roll() < 0.1) {
    aws.fail('stopped: ALARM_ACTIVE');
    aws.primary = 'r1:1';
  } else if (active.view.status === 'shifted' && chance.roll() < 0.1) active.view = { status: 'succeeded' };
}
