import { watchGreen, type SightPorts } from '../../../lambda/hooks/evidence/watch-green';
import type { Probe } from '../../../lib/core/evidence/probe-plan';

const probe: Probe = { operation: 'list', effect: 'read', method: 'GET', target: '/list?limit=watched', body: undefined, expect: 400, key: 'watched-d-1' };
const never = new AbortController().signal;

/** A CloudWatch that counts what was asked, some time later, and a log in which time passes when somebody waits. */
function aCloudWatch({ servedAfter = 90_000, loggedAfter = 30_000, release = 'r2' }: { readonly servedAfter?: number; readonly loggedAfter?: number; readonly release?: string }) {
  let now = 0;
  const [asked, marks]: [number[], number[]] = [[], []];
  const ports: SightPorts = {
    ask: async () => {
      asked.push(now);
      return { probe, kind: 'answered', status: 400, code: 'invalid', release, server: undefined };
    },
    look: async () => ({ served: asked.filter((at) => at + servedAfter <= now).length, logged: asked.filter((at) => at + loggedAfter <= now).length }),
    wait: async (ms) => { now += ms * 10; },
    mark: () => void marks.push(now),
    marksWith: async () => marks,
  };
  return { ports, asked, elapsed: () => now };
}

const watched = async (cloudwatch: ReturnType<typeof aCloudWatch>) => {
  const { verdict } = await watchGreen('d-1', 'r2', cloudwatch.ports, never);
  return [verdict, cloudwatch.elapsed()];
};

test('it passes as soon as what was asked is counted by the load balancer and in the log, and asks again before each look', async () => {
  const cloudwatch = aCloudWatch({});
  expect(await watched(cloudwatch)).toEqual(['passed', 125_000]);
  expect(cloudwatch.asked).toEqual([0, 5_000, 15_000, 35_000, 75_000, 125_000]);
});

test.each([['the load balancer', { servedAfter: Infinity }], ['the log', { loggedAfter: Infinity }]] as const)('numbers of %s that do not come in five minutes let nothing pass', async (_, late) => {
  expect(await watched(aCloudWatch(late))).toEqual(['inconclusive', 325_000]);
});

test('a third answer of another release ends it', async () => {
  expect(await watched(aCloudWatch({ release: 'r1' }))).toEqual(['failed', 15_000]);
});

test('when its time is over it asks no more', async () => {
  const cloudwatch = aCloudWatch({});
  await expect(watchGreen('d-1', 'r2', cloudwatch.ports, AbortSignal.abort(new Error('no time left')))).rejects.toThrow('no time left');
  expect(cloudwatch.asked).toEqual([]);
});
