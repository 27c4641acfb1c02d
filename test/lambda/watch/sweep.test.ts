import type { WatchGateway } from '../../../lambda/watch/gateway';
import { sweep } from '../../../lambda/watch/sweep';
import type { Health } from '../../../lib/core/watch/judge-routes';
import type { DeploymentSight, Pair, RuleShape, Sight } from '../../../lib/core/watch/sight';

const pair: Pair = ['arn:targetgroup/one/1', 'arn:targetgroup/two/2'];
const [one, two] = pair;
const now = new Date('2026-01-05T09:00:00Z');
const on = (targetGroup: string): RuleShape => ({ kind: 'forwards', weights: pair.map((group) => ({ targetGroup: group, weight: group === targetGroup ? 100 : 0 })) });

/** A service that the watch can change. */
class FakeService {
  deployment: DeploymentSight = { kind: 'none' };
  rules = { production: on(one), test: on(one) };
  scaling: Sight['scaling'] = { scaleIn: false, scaleOut: true, scheduled: false };
  healthy: Health = { [one]: 2, [two]: 2 };
  events = ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM', 'DEPLOYMENT_STOP_ON_REQUEST'];
  readonly written: string[] = [];
  readonly said: Readonly<Record<string, unknown>>[] = [];
  betweenLooks: () => void = () => undefined;
  refused: string | undefined;

  readonly gateway: WatchGateway = {
    look: async () => ({ ...this.routing(), scaling: this.scaling, alarms: [{ name: 'errors', actionsEnabled: true, terms: 't' }], group: { alarms: { enabled: true, ignorePollAlarmFailure: false, names: ['errors'] }, rollback: { enabled: true, events: this.events } } }),
    lookAgain: async () => {
      this.betweenLooks();
      return { sight: this.routing(), healthy: this.healthy };
    },
    setWeights: async (route, weights) => {
      this.write(`weights of ${route}`);
      this.rules[route] = { kind: 'forwards', weights };
    },
    setSuspension: async (suspension) => {
      this.write(`scale-in ${suspension.scaleIn ? 'off' : 'on'}, scale-out ${suspension.scaleOut ? 'off' : 'on'}`);
      this.scaling = suspension;
    },
  };

  sweep(): Promise<void> {
    return sweep({ gateway: this.gateway, pair, deployed: { alarms: { errors: 't' } }, log: (record) => void this.said.push(record) }, now);
  }

  private routing() {
    return { deployment: this.deployment, primary: { targetGroup: one, desired: 2 }, routes: (['production', 'test'] as const).map((route) => ({ route, shape: this.rules[route] })) };
  }

  private write(what: string): void {
    if (this.refused !== undefined && what.startsWith(this.refused)) throw new Error(`no ${what}`);
    this.written.push(what);
  }
}

test('a service that is as it should be is left alone, and nothing is said', async () => {
  const service = new FakeService();
  await service.sweep();
  expect([service.written, service.said]).toEqual([[], []]);
});

test('weights that were moved by hand are set back, with a warning that says from where; the next sweep finds nothing to do', async () => {
  const service = new FakeService();
  service.rules = { production: on(two), test: on(two) };
  await service.sweep();
  await service.sweep();
  expect(service.written).toEqual(['weights of production', 'weights of test']);
  expect(service.said[0]).toEqual({ level: 'warn', message: 'weights were moved outside a deployment', route: 'production', done: 'set back', before: { [one]: 0, [two]: 100 }, after: { [one]: 100, [two]: 0 } });
  expect(service.said).toHaveLength(2);
});

test('a deployment that begins between the look and the write keeps its weights', async () => {
  const service = new FakeService();
  service.rules.production = on(two);
  service.betweenLooks = () => { service.deployment = { kind: 'active', id: 'd-1' }; };
  await service.sweep();
  expect([service.written, service.said]).toEqual([[], []]);
});

test('what cannot be set back is said again by every sweep, so that an alarm on it stays', async () => {
  const service = new FakeService();
  service.rules.production = { kind: 'strange', how: 'its priority is 1' };
  await service.sweep();
  await service.sweep();
  expect(service.written).toEqual([]);
  expect(service.said).toHaveLength(2);
  expect(service.said[0]).toMatchObject({ level: 'warn', message: 'weights were moved outside a deployment', done: 'nothing', found: expect.stringContaining('its priority is 1') });
});

test('scaling in is suspended once while a deployment lives and resumed once after it; what else is suspended stays so', async () => {
  const service = new FakeService();
  for (const deployment of [{ kind: 'active', id: 'd-1' }, { kind: 'active', id: 'd-1' }, { kind: 'settling', id: 'd-1' }, { kind: 'none' }, { kind: 'none' }] as const) {
    service.deployment = deployment;
    await service.sweep();
  }
  expect(service.written).toEqual(['scale-in off, scale-out off', 'scale-in on, scale-out off']);
  expect(service.said.map(({ message, deploymentId }) => [message, deploymentId])).toEqual([['scaling in is suspended', 'd-1'], ['scaling in is resumed', undefined]]);
});

test('one duty that AWS refuses keeps nothing of the others undone, and fails the sweep, so that its silence is noticed', async () => {
  const service = new FakeService();
  service.rules.production = on(two);
  service.scaling = { scaleIn: true, scaleOut: false, scheduled: false };
  service.events = [];
  service.refused = 'weights';
  await expect(service.sweep()).rejects.toThrow('no weights of production');
  expect(service.written).toEqual(['scale-in on, scale-out on']);
  expect(service.said.at(-1)).toMatchObject({ level: 'warn', message: 'not as it was deployed', found: [expect.stringContaining('does not roll back')] });
});
