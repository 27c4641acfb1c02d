import { consume } from '../../../../services/auxiliary/src/worker/consume';
import type { Lease } from '../../../../services/auxiliary/src/worker/lease';
import { LEASE_MS } from '../../../../services/auxiliary/src/worker/standing';
import type { Outcome } from '../../../../services/auxiliary/src/worker/work-on';
import type { Delivery } from '../../../../services/auxiliary/src/worker/work-queue';
import { createLog } from '../../../../services/shared/src/log/log';
import type { Running } from '../../../../services/shared/src/run-program';
import { machineTime } from '../../../../services/shared/src/time';
import { VirtualTime } from '../../../support/virtual-time';

/** One worker, a queue that gives what the test puts there, and everything that the worker did, in order. */
class Stage {
  readonly time = new VirtualTime();
  readonly done: string[] = [];
  lease: Lease | undefined = { release: 'r1', epoch: 1 };
  waiting: string[] = [];
  outcome: Outcome = 'finish';
  queueIsAway = false;
  replicaIsAway = false;
  private readonly consumer: Running;

  constructor() {
    const { time } = this;
    const clock = { ...machineTime, elapsedMs: () => time.nowMs, sleep: (ms: number) => time.sleep(ms) };
    this.consumer = consume({
      release: 'r1',
      book: { current: async () => this.lease },
      queue: {
        receive: (seconds) => this.receive(seconds),
        finish: async ({ body }) => void this.done.push(`finished ${body}`),
        giveBack: async ({ body }, seconds) => void this.done.push(`gave back ${body} for ${seconds} s`),
      },
      workOn: async ({ body }) => {
        this.done.push(`began ${body}`);
        await time.sleep(1_000);
        return this.outcome;
      },
      ready: async () => {
        if (this.replicaIsAway) throw new Error('away');
      },
      log: createLog({ level: 'error', fields: {}, time: clock, write: () => undefined }),
      time: clock,
    });
  }

  private async receive(seconds: number): Promise<readonly Delivery[]> {
    this.done.push('asked');
    if (this.queueIsAway) throw new Error('away');
    for (let left = seconds * 10; left > 0 && this.waiting.length === 0; left -= 1) await this.time.sleep(100);
    return this.waiting.splice(0).map((body) => ({ messageId: body, body, deliveries: 1, handle: body }));
  }

  /** Lets the worker live for so long, and gives what it did meanwhile. */
  async next(ms: number): Promise<readonly string[]> {
    const before = this.done.length;
    await this.time.run(this.time.nowMs + ms);
    return this.done.slice(before);
  }

  async drain(): Promise<readonly string[]> {
    const before = this.done.length;
    const drained = this.consumer.drain();
    await this.time.run(this.time.nowMs + 20_000);
    await drained;
    return this.done.slice(before);
  }
}

async function working(): Promise<Stage> {
  const stage = new Stage();
  await stage.next(LEASE_MS);
  expect(stage.done).toContain('asked');
  return stage;
}

test('messages are worked on one after the other, and each is finished when its effect is there', async () => {
  const stage = await working();
  stage.waiting = ['a', 'b'];
  expect((await stage.next(10_000)).filter((did) => did !== 'asked')).toEqual(['began a', 'finished a', 'began b', 'finished b']);
  await stage.drain();
});

test('when the lease moves on it asks no more, finishes what it is at and gives back the rest at once', async () => {
  const stage = await working();
  stage.waiting = ['a', 'b', 'c', 'd'];
  expect(await stage.next(500)).toEqual(['began a']);
  stage.lease = { release: 'r2', epoch: 2 };
  stage.waiting = ['e'];
  const after = await stage.next(30_000);
  expect(after[0]).toBe('finished a');
  expect(after.filter((did) => did.startsWith('began')).length).toBeLessThanOrEqual(2);
  expect(after.at(-1)).toBe('gave back d for 0 s');
  expect(await stage.next(60_000)).toEqual([]);
  await stage.drain();
});

test('a release that learns from the table that it has lost the lease stops before its next look', async () => {
  const stage = await working();
  stage.outcome = 'give-back';
  stage.waiting = ['a', 'b'];
  expect(await stage.next(7_000)).toEqual(['began a', 'gave back a for 0 s', 'gave back b for 0 s']);
  await stage.drain();
});

test('asked to end, it finishes what it is at, gives back the rest, and takes nothing new', async () => {
  const stage = await working();
  stage.waiting = ['a', 'b'];
  expect(await stage.next(500)).toEqual(['began a']);
  stage.waiting = ['c'];
  expect(await stage.drain()).toEqual(['finished a', 'gave back b for 0 s']);
  expect(await stage.next(60_000)).toEqual([]);
});

test('while the replica is away it takes nothing, so no message is used up by waiting; then it goes on', async () => {
  const stage = await working();
  [stage.outcome, stage.replicaIsAway] = ['later', true];
  stage.waiting = ['a', 'b'];
  expect((await stage.next(10_000)).filter((did) => did !== 'asked')).toEqual(['began a', 'gave back a for 60 s', 'gave back b for 60 s']);
  stage.waiting = ['c'];
  expect(await stage.next(120_000)).toEqual([]);
  [stage.outcome, stage.replicaIsAway] = ['finish', false];
  expect((await stage.next(10_000)).filter((did) => did !== 'asked')).toEqual(['began c', 'finished c']);
  await stage.drain();
});

test('what fails by itself comes back at once, until the queue sets it aside', async () => {
  const stage = await working();
  stage.outcome = 'refuse';
  stage.waiting = ['a'];
  expect((await stage.next(7_000)).filter((did) => did !== 'asked')).toEqual(['began a', 'gave back a for 0 s']);
  await stage.drain();
});

test('a queue that is away is asked again every few seconds, not all the time', async () => {
  const stage = await working();
  stage.queueIsAway = true;
  const asked = (await stage.next(60_000)).length;
  expect(asked).toBeGreaterThan(5);
  expect(asked).toBeLessThan(20);
  await stage.drain();
});
