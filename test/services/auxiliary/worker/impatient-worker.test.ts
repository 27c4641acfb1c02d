import { dice } from '../../../../lib/core/chance';
import type * as Standing from '../../../../services/auxiliary/src/worker/standing';
import type * as World from '../support/lease-world';

/** A worker that begins as soon as it sees that the lease is its own. */
jest.mock('../../../../services/auxiliary/src/worker/standing', () => {
  const actual = jest.requireActual<typeof Standing>('../../../../services/auxiliary/src/worker/standing');
  const afterLook: typeof actual.afterLook = (_, { askedMs, lease }, release) =>
    (lease?.release === release ? { at: 'holding', epoch: lease.epoch, untilMs: askedMs + actual.BELIEF_MS } : { at: 'idle' });
  return { ...actual, afterLook };
});

test('a worker without patience is found out: two releases wait for messages at once', async () => {
  // After the mock: imports above it would have the real one.
  const { LeaseWorld, noTroubles, overlaps } = jest.requireActual<typeof World>('../support/lease-world');
  const found = [];
  for (let seed = 0; seed < 5; seed += 1) {
    const world = new LeaseWorld(seed, noTroubles);
    const chance = dice(seed);
    const workers = ['r1', 'r2'].map((release) => world.worker(release));
    for (let count = 0, atMs = 0; count < 6; count += 1) {
      atMs += chance.between(5_000, 30_000);
      await world.time.run(atMs);
      world.move(`r${1 + (count % 2)}`);
    }
    await world.time.run(200_000);
    found.push(...overlaps(world.receives));
    for (const worker of workers) void worker.drain();
  }
  expect(found.length).toBeGreaterThan(0);
});
