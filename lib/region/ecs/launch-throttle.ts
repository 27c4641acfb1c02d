import { after, between, instant, millis, seconds, type Instant, type Millis } from '../../core/units';

/**
 * ECS starts tasks that never get as far as RUNNING less and less often, at last every 27 minutes:
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-throttle-logic.html
 *
 * Tasks that ran and then ended, for whatever reason, are replaced at once. The first pauses are assumed: the page gives only the longest.
 */
const FIRST_PAUSE = seconds(10);
const LONGEST_PAUSE = seconds(27 * 60);

export class LaunchThrottle {
  private rounds = 0;
  private roundBegan: Instant = instant(0);
  private notBefore: Instant = instant(0);

  /** A task that was created at `createdAt` never ran. Tasks that were started together count as one failure. */
  failed(createdAt: Instant, now: Instant): void {
    if (createdAt < this.roundBegan) return;
    this.rounds += 1;
    this.roundBegan = now;
    const pause = this.rounds === 1 ? 0 : Math.min(FIRST_PAUSE * 2 ** (this.rounds - 2), LONGEST_PAUSE);
    this.notBefore = after(now, millis(pause));
  }

  ran(): void {
    this.rounds = 0;
    this.notBefore = instant(0);
  }

  /** How long the next task has to wait. */
  pause(now: Instant): Millis {
    return millis(Math.max(0, between(now, this.notBefore)));
  }
}
