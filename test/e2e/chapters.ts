import { wallClock } from '../../lib/edge/time/wall-clock';

/** What a run claims, each with how long it took; the first that does not hold ends it. */
export class Chapters {
  private readonly started = wallClock.now();

  /** Does something and says so. @throws what `perform` throws, with the claim before it */
  async hold<T>(claim: string, perform: () => Promise<T>): Promise<T> {
    const began = wallClock.now();
    try {
      const result = await perform();
      this.say(`ok      ${claim} (${this.seconds(began)} s)`);
      return result;
    } catch (thrown) {
      this.say(`failed  ${claim} (${this.seconds(began)} s)`);
      throw thrown;
    }
  }

  say(text: string): void {
    process.stdout.write(`${this.seconds(this.started).padStart(6)}  ${text}\n`);
  }

  private seconds(since: number): string {
    return ((wallClock.now() - since) / 1_000).toFixed(1);
  }
}
