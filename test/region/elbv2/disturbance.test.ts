import { request } from 'undici';
import { Opened } from '../../../lib/edge/processes/opened';
import type { Fault } from '../../../lib/region/elbv2/balancer/disturbance';
import { meets } from '../../../lib/region/elbv2/balancer/disturbance';
import type { Ending } from '../../../lib/region/elbv2/balancer/messages';
import { startTarget } from '../support/http-target';
import { at, HEALTH, startTestBalancer, to, type TestBalancer } from '../support/test-balancer';
import { until } from '../support/until';

const opened = new Opened();
let balancer: TestBalancer;

beforeAll(async () => { balancer = await startTestBalancer(opened); });
afterAll(() => opened[Symbol.asyncDispose]());

const always: Omit<Fault, 'kind'> = { method: 'POST', path: '^/orders$', share: 1, delayMs: 120 };

async function behind(fault: Fault | undefined) {
  const target = opened.add(await startTarget('it', (_, response) => response.writeHead(201, { 'set-cookie': ['a=1', 'b=2'] }).end('made')));
  const ports = await balancer.configure({
    listeners: [{
      arn: 'listener', loadBalancerArn: 'balancer', port: 80, tls: undefined, http: { idleMs: 60_000, dropsInvalidHeaders: false, forwardedFor: 'append' },
      rules: [{ paths: undefined, hosts: undefined, action: to(['group', 1]) }],
    }],
    groups: [{ arn: 'group', targets: [at(target.port)], health: HEALTH, disturbance: { headers: { 'x-changeover-release': 'next' }, fault } }],
  });
  return async (method: 'GET' | 'POST', path: string): Promise<{ status: number; release: unknown; cookies: unknown; latencyMs: number }> => {
    const began = performance.now();
    const { statusCode, headers, body } = await request(`http://127.0.0.1:${ports['listener']}${path}`, { method });
    await body.text();
    return { status: statusCode, release: headers['x-changeover-release'], cookies: headers['set-cookie'], latencyMs: performance.now() - began };
  };
}

const told = (ending: Ending): string => Object.entries(ending).map(String).sort().join(' ');

/** Waits until the balancer has counted a request that ended so. */
const counted = (ending: Ending, slow = false): Promise<object> => until('it is counted', () =>
  balancer.served.find((served) => told(served.ending) === told(ending) && served.latencies.some((ms) => ms >= 100) === slow));

test('every answer says who gave it, and is otherwise the target\'s', async () => {
  const ask = await behind(undefined);
  expect(await ask('POST', '/orders')).toMatchObject({ status: 201, release: 'next', cookies: ['a=1', 'b=2'] });
});

test('an error is an answer of the target, for its own operation only', async () => {
  const ask = await behind({ ...always, kind: 'errors' });
  expect(await ask('POST', '/orders?fast=1')).toMatchObject({ status: 500, release: 'next' });
  await counted({ kind: 'answered', groupArn: 'group', status: 500 });
  expect([(await ask('GET', '/orders')).status, (await ask('POST', '/orders/7')).status]).toEqual([201, 201]);
});

test('latency is the target\'s too', async () => {
  const ask = await behind({ ...always, kind: 'latency' });
  expect((await ask('POST', '/orders')).latencyMs).toBeGreaterThanOrEqual(119);
  await counted({ kind: 'answered', groupArn: 'group', status: 201 }, true);
});

test('a reset is a 502 of the balancer', async () => {
  const ask = await behind({ ...always, kind: 'resets' });
  expect(await ask('POST', '/orders')).toMatchObject({ status: 502, release: 'next' });
  await counted({ kind: 'failed', groupArn: 'group', status: 502, connected: true });
});

test('a share of the requests is met, and no more', () => {
  const fault: Fault = { ...always, kind: 'errors', share: 0.3 };
  const rolls = [0, 0.299, 0.3, 0.9];
  expect(rolls.map((roll) => meets(fault, { method: 'POST', path: '/orders' }, () => roll))).toEqual([true, true, false, false]);
});
