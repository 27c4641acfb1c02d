import { setImmediate as nextTurn } from 'node:timers/promises';

/** Time that stands still while anybody works, and jumps to the next moment that somebody sleeps for. */
export class VirtualTime {
  nowMs = 0;
  private readonly sleepers: { readonly atMs: number; readonly wake: () => void }[] = [];

  sleep(ms: number): Promise<void> {
    return new Promise((wake) => void this.sleepers.push({ atMs: this.nowMs + Math.max(0, ms), wake }));
  }

  /** Lets everybody live until then. */
  async run(untilMs: number): Promise<void> {
    for (;;) {
      await nextTurn();
      const next = this.sleepers.reduce<number>((best, { atMs }, at) => (atMs < (this.sleepers[best]?.atMs ?? Infinity) ? at : best), -1);
      const sleeper = this.sleepers[next];
      if (sleeper === undefined || sleeper.atMs > untilMs) break;
      this.sleepers.splice(next, 1);
      this.nowMs = sleeper.atMs;
      sleeper.wake();
    }
    this.nowMs = untilMs;
  }
}
