import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../../lib/core/time';
import { after, instant, millis, type Instant, type Millis } from '../../lib/core/units';

interface Sleeper {
  readonly due: Instant;
  readonly wake: () => void;
}

/**
 * Time that moves when it is told to.
 *
 * Sleepers wake in the order in which they are due, and of those due at one moment in the order in which they fell asleep; each sees the
 * moment at which it was due. Whatever a woken one does is given a turn before time moves on, so that it can sleep again.
 */
export class VirtualClock implements Clock {
  private moment: Instant;
  private sleepers: Sleeper[] = [];

  constructor(start: Instant = instant(Date.parse('2026-01-05T09:00:00Z'))) {
    this.moment = start;
  }

  now(): Instant {
    return this.moment;
  }

  /** How many sleep. */
  get sleeping(): number {
    return this.sleepers.length;
  }

  sleep(span: Millis, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) return reject(signal.reason);
      const leave = (): void => {
        this.sleepers = this.sleepers.filter((other) => other !== sleeper);
        signal?.removeEventListener('abort', stop);
      };
      const stop = (): void => {
        leave();
        reject(signal?.reason);
      };
      const sleeper: Sleeper = {
        due: after(this.moment, millis(Math.max(0, span))),
        wake: () => {
          leave();
          resolve();
        },
      };
      signal?.addEventListener('abort', stop, { once: true });
      this.sleepers.push(sleeper);
    });
  }

  /** Lets `span` pass. */
  async pass(span: Millis): Promise<void> {
    const end = after(this.moment, span);
    await settle();
    for (let next = this.next(); next !== undefined && next.due <= end; next = this.next()) await this.reach(next);
    this.moment = end;
    await settle();
  }

  /** Lets time pass until `promise` has settled. @throws Error when nobody sleeps and it has not: it would never settle */
  async until<T>(promise: Promise<T>): Promise<T> {
    let isSettled = false;
    const settled = (): void => { isSettled = true; };
    promise.then(settled, settled);
    for (;;) {
      await settle();
      if (isSettled) return promise;
      const next = this.next();
      if (next === undefined) throw new Error('nobody sleeps, and what is waited for has not settled: time cannot help');
      await this.reach(next);
    }
  }

  private async reach(next: Sleeper): Promise<void> {
    this.moment = instant(Math.max(this.moment, next.due));
    next.wake();
    await settle();
  }

  private next(): Sleeper | undefined {
    return this.sleepers.reduce<Sleeper | undefined>((soonest, sleeper) => (soonest === undefined || sleeper.due < soonest.due ? sleeper : soonest), undefined);
  }
}

/** Microtasks are drained before the next turn of the event loop; two turns also let a promise of a resolved timer through. */
async function settle(): Promise<void> {
  await nextTurn();
  await nextTurn();
}
