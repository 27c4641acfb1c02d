import { after, instant, type Instant, type Millis } from '../../lib/core/units';

interface Entry {
  readonly at: Instant;
  readonly order: number;
  readonly work: () => void | Promise<void>;
  /** The world's own doings may happen between two calls of one look; a look never happens within another thing. */
  readonly whose: 'world' | 'function';
}

/** Virtual time: what is to happen, and when; things of one moment in the order in which they were planned. */
export class Agenda {
  now: Instant = instant(0);
  private entries: Entry[] = [];
  private planned = 0;

  plan(delay: Millis, whose: Entry['whose'], work: Entry['work']): void {
    const entry = { at: after(this.now, delay), order: this.planned += 1, work, whose };
    const place = this.entries.findLastIndex(({ at }) => at <= entry.at) + 1;
    this.entries.splice(place, 0, entry);
  }

  /** Lets everything happen until nothing is planned any more, or until `end`; says whether nothing was left. */
  async run(end: Instant): Promise<boolean> {
    for (let next = this.entries[0]; next !== undefined && next.at <= end; next = this.entries[0]) {
      this.entries.shift();
      this.now = next.at > this.now ? next.at : this.now;
      await next.work();
    }
    return this.entries.length === 0;
  }

  /** The world goes on by one thing, if it is due within `span`: whoever asked two questions got answers of two moments. */
  meanwhile(span: Millis): void {
    const [next] = this.entries;
    if (next === undefined || next.whose === 'function' || next.at > after(this.now, span)) return;
    this.entries.shift();
    this.now = next.at > this.now ? next.at : this.now;
    void next.work();
  }
}
