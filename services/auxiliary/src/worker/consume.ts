import { errorChain } from '../../../shared/src/log/error-chain';
import type { Log } from '../../../shared/src/log/log';
import type { Running } from '../../../shared/src/run-program';
import type { Time } from '../../../shared/src/time';
import type { LeaseBook } from './lease';
import { afterLook, epochHeld, LOOK_EVERY_MS, type Standing } from './standing';
import type { Delivery, WorkQueue } from './work-queue';
import type { Outcome } from './work-on';

export interface ConsumerPorts {
  readonly release: string;
  readonly book: LeaseBook;
  readonly queue: WorkQueue;
  readonly workOn: (delivery: Delivery, epoch: number) => Promise<Outcome>;
  /** Whether what the work needs is there; asked after it was away. @throws while it is not */
  readonly ready: () => Promise<void>;
  readonly log: Log;
  readonly time: Time;
}

/** Shorter than a worker believes in its lease, so that none still waits for messages when the next one begins. */
const POLL_S = 5;
/** A poll and its answer's way. */
const POLL_MS = POLL_S * 1_000 + 2_000;
const IDLE_MS = 250;
/** Before anything is asked again that was away. */
const REST_MS = 5_000;
/** Messages that met something which was away come back after so long: five times of it are more than a failover. */
const LATER_S = 60;

/**
 * Consumes the queue for as long as the lease is with its release. When the lease moves on, and when it is drained, it receives no
 * more, finishes what it is at, and gives back the rest at once.
 */
export function consume(ports: ConsumerPorts): Running {
  const consumer = new Consumer(ports);
  const working = consumer.run();
  return {
    drain: async () => {
      consumer.draining = true;
      await working;
    },
  };
}

class Consumer {
  draining = false;
  private standing: Standing = { at: 'idle' };
  private away = false;

  constructor(private readonly ports: ConsumerPorts) {}

  async run(): Promise<void> {
    void this.follow();
    while (!this.draining) await this.turn();
  }

  /** Looks at the lease again and again. When nobody answers, nothing is concluded, and a belief runs out by itself. */
  private async follow(): Promise<void> {
    const { book, release, log, time } = this.ports;
    while (!this.draining) {
      const askedMs = time.elapsedMs();
      try {
        const lease = await book.current();
        const before = this.standing;
        this.standing = afterLook(before, { askedMs, answeredMs: time.elapsedMs(), lease }, release);
        if (this.standing.at !== before.at) log.info('the lease', { standing: this.standing.at, ...lease });
      } catch (error) {
        log.warn('the lease could not be looked at', { error: errorChain(error) });
      }
      await time.sleep(LOOK_EVERY_MS);
    }
  }

  private async turn(): Promise<void> {
    const { queue, log, time } = this.ports;
    if (epochHeld(this.standing, time.elapsedMs() + POLL_MS) === undefined) return time.sleep(IDLE_MS);
    if (this.away && !(await this.isBack())) return time.sleep(REST_MS);
    const deliveries = await queue.receive(POLL_S).catch(async (error: unknown) => {
      log.warn('the queue gave no answer', { error: errorChain(error) });
      await time.sleep(REST_MS);
      return [];
    });
    for (const delivery of deliveries) await this.take(delivery);
  }

  private async isBack(): Promise<boolean> {
    this.away = await this.ports.ready().then(() => false, () => true);
    return !this.away;
  }

  private async take(delivery: Delivery): Promise<void> {
    const { queue, workOn, log, time } = this.ports;
    const epoch = this.draining ? undefined : epochHeld(this.standing, time.elapsedMs());
    const outcome = epoch === undefined ? 'give-back' : this.away ? 'later' : await workOn(delivery, epoch);
    if (outcome === 'later') this.away = true;
    // Whoever moved it on has told the table first; the next look will say so too.
    if (outcome === 'give-back' && epoch !== undefined) this.standing = { at: 'idle' };
    await this.answer(queue, delivery, outcome).catch((error: unknown) =>
      log.warn('a message could not be answered and will come again', { messageId: delivery.messageId, outcome, error: errorChain(error) }));
  }

  private answer(queue: WorkQueue, delivery: Delivery, outcome: Outcome): Promise<void> {
    switch (outcome) {
      case 'finish':
        return queue.finish(delivery);
      case 'give-back':
      // At once, so that it soon arrives where somebody looks at what was set aside.
      case 'refuse':
        return queue.giveBack(delivery, 0);
      case 'later':
        return queue.giveBack(delivery, LATER_S);
    }
  }
}
