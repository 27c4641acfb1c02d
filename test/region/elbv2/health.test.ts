import { request } from 'undici';
import { Opened } from '../../../lib/edge/processes/opened';
import { startTarget } from '../support/http-target';
import { at, startTestBalancer, to, type TestBalancer } from '../support/test-balancer';
import { until } from '../support/until';

let opened: Opened;
let balancer: TestBalancer;
beforeEach(async () => {
  opened = new Opened();
  balancer = await startTestBalancer(opened, 2);
});
afterEach(() => opened[Symbol.asyncDispose]());

const opinions = (port: number): readonly (readonly [number, boolean, string])[] =>
  balancer.changes.flatMap((change) => (change.kind === 'health' && change.targetId === at(port).id ? [[change.node, change.healthy, change.reason] as const] : []));
const bodies = async (port: number, count: number): Promise<ReadonlySet<string>> => {
  const answers = await Promise.all(Array.from({ length: count }, async () => (await request(`http://127.0.0.1:${port}/`)).body.text()));
  return new Set(answers);
};

test('a new target is healthy for every node after one passed check each', async () => {
  const target = opened.add(await startTarget('it'));
  await balancer.serve(to(['group', 1]), { group: [at(target.port)] });
  await until('both nodes have spoken', () => opinions(target.port).length === 2);
  expect([...opinions(target.port)].sort()).toEqual([[0, true, ''], [1, true, '']]);
});

test.each([
  ['answers with another code', 'Health checks failed with these codes: [500]', (target: { healthy: boolean }) => { target.healthy = false; }],
  ['takes no connections any more', 'Health checks failed', (target: AsyncDisposable) => target[Symbol.asyncDispose]()],
])('a target that %s is unhealthy at the threshold, and gets no requests while another is healthy', async (_, reason, spoil) => {
  const [good, bad] = [opened.add(await startTarget('good')), opened.add(await startTarget('bad'))];
  const port = await balancer.serve(to(['group', 1]), { group: [at(good.port), at(bad.port)] });
  await until('all are healthy', () => opinions(good.port).length === 2 && opinions(bad.port).length === 2);
  expect(await bodies(port, 8)).toEqual(new Set(['good', 'bad']));
  await spoil(bad as never);
  await until('both nodes have noticed', () => opinions(bad.port).length === 4);
  expect(opinions(bad.port).slice(2).map(([, healthy, why]) => [healthy, why])).toEqual([[false, reason], [false, reason]]);
  expect(await bodies(port, 20)).toEqual(new Set(['good']));
});

test('a target that comes back is healthy again at its threshold', async () => {
  const target = opened.add(await startTarget('it'));
  target.healthy = false;
  await balancer.serve(to(['group', 1]), { group: [at(target.port)] });
  await until('both nodes find it unhealthy', () => opinions(target.port).filter(([, healthy]) => !healthy).length === 2);
  target.healthy = true;
  await until('both nodes find it healthy', () => opinions(target.port).filter(([, healthy]) => healthy).length === 2);
});

test('a group of which no target is healthy fails open: all of them are tried', async () => {
  const [one, two] = [opened.add(await startTarget('one')), opened.add(await startTarget('two'))];
  one.healthy = two.healthy = false;
  const port = await balancer.serve(to(['group', 1]), { group: [at(one.port), at(two.port)] });
  await until('all nodes find all of them unhealthy', () => opinions(one.port).length === 2 && opinions(two.port).length === 2);
  expect(await bodies(port, 8)).toEqual(new Set(['one', 'two']));
});

test('a change of the health check is taken up for targets that are there already', async () => {
  const target = opened.add(await startTarget('it', (_, response) => response.writeHead(404).end()));
  await balancer.serve(to(['group', 1]), { group: [at(target.port)] });
  await until('both nodes find it healthy', () => opinions(target.port).length === 2);
  await balancer.serve(to(['group', 1]), { group: [at(target.port)] }, { health: { path: '/elsewhere' } });
  await until('both nodes find it unhealthy', () => opinions(target.port).filter(([, healthy]) => !healthy).length === 2);
  await balancer.serve(to(['group', 1]), { group: [at(target.port)] }, { health: { path: '/elsewhere', matcher: '200-299,404' } });
  await until('both nodes find it healthy again', () => opinions(target.port).filter(([, healthy]) => healthy).length === 4);
});

test('a check that takes longer than its time-out has failed', async () => {
  const target = opened.add(await startTarget('it', () => undefined));
  await balancer.serve(to(['group', 1]), { group: [at(target.port)] }, { health: { path: '/silent' } });
  await until('both nodes find it unhealthy', () => opinions(target.port).length === 2);
  expect(opinions(target.port).map(([, , reason]) => reason)).toEqual(['Request timed out', 'Request timed out']);
});

test('a balancer whose process ends is there again: the same port, the same targets, found healthy by a check of its own', async () => {
  const target = opened.add(await startTarget('it'));
  const port = await balancer.serve(to(['group', 1]), { group: [at(target.port)] });
  await until('both nodes have spoken', () => opinions(target.port).length === 2);
  const killed = balancer.process;
  killed.signal('SIGKILL');
  await killed.ended;
  await until('it serves again', async () => (await bodies(port, 1).catch(() => new Set())).has('it'));
  expect(balancer.process.pid).not.toBe(killed.pid);
  await until('both nodes have spoken again', () => opinions(target.port).length === 4);
  expect(await balancer.serve(to(['group', 1]), { group: [at(target.port)] })).toBe(port);
});
