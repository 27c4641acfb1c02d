import { dice } from '../../../../lib/core/chance';
import { LEASE_MS } from '../../../../services/auxiliary/src/worker/standing';
import { LeaseWorld, noTroubles, overlaps, type Troubles } from '../support/lease-world';

const SEEDS = Array.from({ length: 20 }, (_, seed) => seed);
const MINUTES = 4;

/** Two workers of each of two releases, messages all the time, and a lease that is moved whenever chance wants it. */
async function play(seed: number, troubles: Troubles): Promise<LeaseWorld> {
  const world = new LeaseWorld(seed, troubles);
  const chance = dice(seed).named('moves');
  const workers = ['r1', 'r2', 'r1', 'r2'].map((release) => world.worker(release));
  const untilMs = MINUTES * 60_000;
  for (let release = 0, atMs = chance.between(0, 10_000); atMs < untilMs - 60_000; atMs += chance.between(200, 60_000), release += 1) {
    await world.time.run(atMs);
    world.move(`r${1 + (release % 2)}`);
    for (let count = 0; count < 5; count += 1) world.send(`${seed}-${release}-${count}`);
  }
  await world.time.run(untilMs);
  const drained = Promise.all(workers.map((worker) => worker.drain()));
  await world.time.run(untilMs + 30_000);
  await drained;
  return world;
}

test.each(SEEDS)('two releases never wait for messages at once, whatever goes wrong (seed %i)', async (seed) => {
  const world = await play(seed, { book: 0.2, queue: 0.1, store: 0.1, doubled: 0.1 });
  expect(overlaps(world.receives)).toEqual([]);
});

test.each(SEEDS.slice(0, 6))('an effect is of the release that has the lease at that moment, and each message has one (seed %i)', async (seed) => {
  const world = await play(seed, { book: 0.2, queue: 0.2, store: 0.2, doubled: 0.3 });
  for (const { atMs, by } of world.effects) expect(world.moves.filter((move) => move.atMs <= atMs).at(-1)?.lease).toEqual(by);
  const keys = world.effects.map(({ key }) => key);
  expect(new Set(keys).size).toBe(keys.length);
});

test.each(SEEDS.slice(0, 10))('after a move nobody is without a worker for longer than the lease (seed %i)', async (seed) => {
  const world = await play(seed, noTroubles);
  const settled = world.moves.filter(({ atMs }, at) => (world.moves[at + 1]?.atMs ?? Infinity) > atMs + LEASE_MS);
  expect(settled.length).toBeGreaterThan(0);
  for (const { atMs, lease } of settled) {
    const first = world.receives.filter(({ release, fromMs }) => release === lease.release && fromMs >= atMs).map(({ fromMs }) => fromMs).sort((a, b) => a - b)[0];
    expect((first ?? Infinity) - atMs).toBeLessThanOrEqual(LEASE_MS);
  }
  expect(world.effects).toHaveLength(world.messages.length);
});

test('without a lease nobody works, and a worker whose table is away stops by itself', async () => {
  const world = new LeaseWorld(1, { ...noTroubles, book: 1 });
  const worker = world.worker('r1');
  world.move('r1');
  world.send('a');
  await world.time.run(120_000);
  expect([world.receives, world.effects]).toEqual([[], []]);
  void worker.drain();
});
