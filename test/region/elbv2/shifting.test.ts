import { setImmediate as turn } from 'node:timers/promises';
import { Agent, request } from 'undici';
import { dice } from '../../../lib/core/chance';
import { Opened } from '../../../lib/edge/processes/opened';
import { groupFor } from '../../../lib/region/elbv2/balancer/choose';
import { startTarget, type HttpTarget } from '../support/http-target';
import { at, SEED, startTestBalancer, to } from '../support/test-balancer';
import { until } from '../support/until';

let opened: Opened;
beforeEach(() => { opened = new Opened(); });
afterEach(() => opened[Symbol.asyncDispose]());

/** Keeps asking, `atOnce` requests at a time, until told to stop; answers how every request ended. */
function traffic(port: () => number, atOnce: number): { stop: () => Promise<ReadonlyMap<string, number>> } {
  const agent = new Agent({ connections: atOnce });
  const ends = new Map<string, number>();
  let going = true;
  const one = async (lane: number): Promise<void> => {
    for (let sent = 0; going; sent += 1) {
      const method = (sent + lane) % 3 === 0 ? 'POST' : 'GET';
      const end = await request(`http://127.0.0.1:${port()}/`, { dispatcher: agent, method, ...(method === 'POST' ? { body: 'x'.repeat(2_000) } : {}) })
        .then(async ({ statusCode, body }) => `${statusCode} ${await body.text()}`, (cause: NodeJS.ErrnoException) => String(cause.code));
      ends.set(end, (ends.get(end) ?? 0) + 1);
    }
  };
  const lanes = Array.from({ length: atOnce }, (_, lane) => one(lane));
  return {
    stop: async () => {
      going = false;
      await Promise.all(lanes);
      await agent.close();
      return ends;
    },
  };
}

/** A target whose answers take up to five turns of the event loop, and then some milliseconds of two processes. */
const slowly = (name: string): Promise<HttpTarget> => startTarget(name, ({ body }, response) => {
  void (async () => {
    for (let turns = body.length % 5; turns >= 0; turns -= 1) await turn();
    response.end(name);
  })();
});

test('every request is rolled for by itself, and the seed decides exactly how many go where', async () => {
  const balancer = await startTestBalancer(opened);
  const [blue, green] = [opened.add(await startTarget('blue')), opened.add(await startTarget('green'))];
  const weights = to(['blue', 90], ['green', 10]);
  const port = await balancer.serve(weights, { blue: [at(blue.port)], green: [at(green.port)] });
  const agent = new Agent({ connections: 16 });
  opened.atTheEnd(() => agent.close());
  await Promise.all(Array.from({ length: 2_000 }, async () => (await request(`http://127.0.0.1:${port}/`, { dispatcher: agent })).body.dump()));
  const chance = dice(SEED);
  const rolls = Array.from({ length: 2_000 }, () => groupFor(weights.kind === 'forward' ? weights.groups : [], chance.roll()));
  expect(green.seen).toHaveLength(rolls.filter((group) => group === 'green').length);
  expect(blue.seen).toHaveLength(rolls.filter((group) => group === 'blue').length);
  expect(green.seen.length / 2_000).toBeCloseTo(0.1, 1);
});

test('after a change of the weights is in force no request goes the old way', async () => {
  const balancer = await startTestBalancer(opened);
  const [blue, green] = [opened.add(await startTarget('blue')), opened.add(await startTarget('green'))];
  const groups = { blue: [at(blue.port)], green: [at(green.port)] };
  const port = await balancer.serve(to(['blue', 100], ['green', 0]), groups);
  const load = traffic(() => port, 8);
  for (let flips = 0; flips < 10; flips += 1) {
    const [next, other] = flips % 2 === 0 ? [green, blue] : [blue, green];
    await balancer.serve(to(['blue', next === blue ? 100 : 0], ['green', next === green ? 100 : 0]), groups);
    await until('the other has answered what it had', () => balancer.served.length > 0);
    const before = other.seen.length;
    const reached = next.seen.length;
    await until('the next one is busy', () => next.seen.length > reached + 20);
    // What was on its way when the change came may still have arrived; nothing comes after that.
    const after = other.seen.length;
    expect(after - before).toBeLessThanOrEqual(8);
    await until('the next one is busier', () => next.seen.length > reached + 40);
    expect(other.seen).toHaveLength(after);
  }
  await load.stop();
});

test('twelve flips between processes that end after draining lose not one request', async () => {
  const balancer = await startTestBalancer(opened);
  let current = await slowly('first');
  let port = await balancer.serve(to(['a', 100]), { a: [at(current.port)] });
  const load = traffic(() => port, 16);
  for (let flips = 0; flips < 12; flips += 1) {
    const next = await slowly('next');
    const [old, fresh] = flips % 2 === 0 ? ['a', 'b'] as const : ['b', 'a'] as const;
    await balancer.serve(to([old, 100], [fresh, 0]), { [old]: [at(current.port)], [fresh]: [at(next.port)] });
    await until('the next one is healthy', () => balancer.changes.some((change) => change.kind === 'health' && change.targetId === at(next.port).id && change.healthy));
    await balancer.serve(to([fresh, 100], [old, 0]), { [old]: [at(current.port)], [fresh]: [at(next.port)] });
    await balancer.serve(to([fresh, 100], [old, 0]), { [old]: [at(current.port, true)], [fresh]: [at(next.port)] });
    await until('the old one is drained', () => balancer.changes.some((change) => change.kind === 'drained' && change.targetId === at(current.port).id));
    // Nothing is on its way to it any more, so it may end as rudely as it likes.
    await current[Symbol.asyncDispose]();
    port = await balancer.serve(to([fresh, 100]), { [fresh]: [at(next.port)] });
    const reached = next.seen.length;
    await until('the next one serves', () => next.seen.length > reached + 50);
    current = next;
  }
  const ends = await load.stop();
  opened.add(current);
  expect([...ends.keys()].filter((end) => !end.startsWith('200 '))).toEqual([]);
  expect([...ends.values()].reduce((sum, count) => sum + count, 0)).toBeGreaterThan(600);
});

test('the same flips without draining lose requests, so the test above would notice', async () => {
  const balancer = await startTestBalancer(opened);
  let current = await slowly('first');
  const port = await balancer.serve(to(['a', 100]), { a: [at(current.port)] });
  const load = traffic(() => port, 16);
  for (let flips = 0; flips < 6; flips += 1) {
    const next = await slowly('next');
    const reached = current.seen.length;
    await until('the old one is busy', () => current.seen.length > reached + 20);
    await current[Symbol.asyncDispose]();
    await balancer.serve(to(['a', 100]), { a: [at(next.port)] });
    current = next;
  }
  const ends = await load.stop();
  opened.add(current);
  expect([...ends.keys()].some((end) => end.startsWith('502 '))).toBe(true);
});
