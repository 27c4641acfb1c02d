import { dice, type Dice } from '../../../../lib/core/chance';
import { Unavailable } from '../../../../services/shared/src/unavailable';
import type { Log } from '../../../../services/shared/src/log/log';
import type { Running } from '../../../../services/shared/src/run-program';
import type { Time } from '../../../../services/shared/src/time';
import { consume } from '../../../../services/auxiliary/src/worker/consume';
import type { Lease } from '../../../../services/auxiliary/src/worker/lease';
import type { Delivery } from '../../../../services/auxiliary/src/worker/work-queue';
import type { Outcome } from '../../../../services/auxiliary/src/worker/work-on';
import { VirtualTime } from '../../../support/virtual-time';

/** How often a call of each kind goes wrong, from 0 to 1. A call that goes wrong may have had its effect all the same. */
export interface Troubles {
  readonly book: number;
  readonly queue: number;
  readonly store: number;
  /** A message is delivered without being hidden from others. */
  readonly doubled: number;
}

export const noTroubles: Troubles = { book: 0, queue: 0, store: 0, doubled: 0 };

interface Message {
  readonly key: string;
  hiddenUntilMs: number;
  deliveries: number;
  gone: boolean;
}

/** Somebody who waited for messages, or worked on one. */
export interface Span {
  readonly release: string;
  readonly fromMs: number;
  readonly toMs: number;
}

export interface Effect {
  readonly key: string;
  readonly atMs: number;
  readonly by: Lease;
}

const silent: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined, record: () => undefined };

/** A queue, a table and workers of several releases, all on one virtual clock; every delay and every trouble comes from the seed. */
export class LeaseWorld {
  readonly time = new VirtualTime();
  readonly receives: Span[] = [];
  readonly effects: Effect[] = [];
  readonly moves: { readonly atMs: number; readonly lease: Lease }[] = [];
  readonly messages: Message[] = [];
  private lease: Lease | undefined;
  private readonly chance: Dice;

  constructor(seed: number, private readonly troubles: Troubles) {
    this.chance = dice(seed);
  }

  move(release: string): void {
    this.lease = { release, epoch: (this.lease?.epoch ?? 0) + 1 };
    this.moves.push({ atMs: this.time.nowMs, lease: this.lease });
  }

  send(key: string): void {
    this.messages.push({ key, hiddenUntilMs: 0, deliveries: 0, gone: false });
  }

  /** A worker with a clock of its own, which runs up to three percent faster or slower than the others. */
  worker(release: string): Running {
    const chance = this.chance.named(`${release} ${this.receives.length} ${this.time.nowMs}`);
    const [offset, rate] = [chance.between(0, 1e9), chance.between(0.97, 1.03)];
    const time: Time = {
      now: () => new Date(this.time.nowMs),
      elapsedMs: () => offset + this.time.nowMs * rate,
      sleep: (ms) => this.time.sleep(ms / rate),
      every: () => () => undefined,
      limit: () => new AbortController().signal,
    };
    return consume({
      release,
      time,
      log: silent,
      ready: async () => undefined,
      book: { current: () => this.call(chance, this.troubles.book, () => this.lease, 2_000) },
      queue: {
        receive: (seconds) => this.receive(chance, release, seconds),
        finish: ({ handle }) => this.call(chance, this.troubles.queue, () => void (this.messageBy(handle).gone = true)),
        giveBack: ({ handle }, seconds) =>
          this.call(chance, this.troubles.queue, () => void (this.messageBy(handle).hiddenUntilMs = this.time.nowMs + seconds * 1_000)),
      },
      workOn: (delivery, epoch) => this.workOn(chance, delivery, { release, epoch }),
    });
  }

  private messageBy = (handle: string): Message => this.messages[Number(handle)] as Message;

  /** Waits for messages as SQS does: it answers as soon as there is one, and empty when time is over. */
  private async receive(chance: Dice, release: string, seconds: number): Promise<readonly Delivery[]> {
    const fromMs = this.time.nowMs;
    try {
      await this.delay(chance);
      const untilMs = this.time.nowMs + seconds * 1_000;
      while (this.visible().length === 0 && this.time.nowMs < untilMs) await this.time.sleep(100);
      const found = this.visible().slice(0, 4);
      const deliveries = found.map((message): Delivery => {
        message.deliveries += 1;
        if (chance.roll() >= this.troubles.doubled) message.hiddenUntilMs = this.time.nowMs + 60_000;
        return { messageId: message.key, body: message.key, handle: String(this.messages.indexOf(message)), deliveries: message.deliveries };
      });
      await this.delay(chance);
      if (chance.roll() < this.troubles.queue) throw new Error('the answer of the queue was lost');
      return deliveries;
    } finally {
      this.receives.push({ release, fromMs, toMs: this.time.nowMs });
    }
  }

  private visible(): readonly Message[] {
    return this.messages.filter(({ gone, hiddenUntilMs }) => !gone && hiddenUntilMs <= this.time.nowMs);
  }

  /** As the real work: it reads for a while, and its effect is one transaction under the lease. */
  private async workOn(chance: Dice, { body: key }: Delivery, by: Lease): Promise<Outcome> {
    await this.time.sleep(chance.between(10, 3_000));
    try {
      return await this.call(chance, this.troubles.store, (): Outcome => {
        if (this.lease?.release !== by.release || this.lease.epoch !== by.epoch) return 'give-back';
        if (!this.effects.some((effect) => effect.key === key)) this.effects.push({ key, atMs: this.time.nowMs, by });
        return 'finish';
      });
    } catch {
      return 'later';
    }
  }

  /** A call whose effect is between question and answer; when it goes wrong, the effect may have happened. */
  private async call<T>(chance: Dice, trouble: number, effect: () => T, patienceMs = 500): Promise<T> {
    await this.delay(chance);
    const wrong = chance.roll() < trouble;
    const happened = !wrong || chance.roll() < 0.5;
    const answer = happened ? effect() : undefined;
    await this.delay(chance);
    if (!wrong) return answer as T;
    await this.time.sleep(chance.between(0, patienceMs));
    throw new Unavailable('away', 'no answer', undefined);
  }

  private delay = (chance: Dice): Promise<void> => this.time.sleep(chance.between(1, 250));
}

/** Pairs of spans of different releases that overlap. */
export function overlaps(spans: readonly Span[]): readonly (readonly [Span, Span])[] {
  const inOrder = [...spans].sort((one, other) => one.fromMs - other.fromMs);
  return inOrder.flatMap((span, at) => inOrder.slice(at + 1)
    .filter((later) => later.fromMs < span.toMs && later.release !== span.release)
    .map((later) => [span, later] as const));
}
