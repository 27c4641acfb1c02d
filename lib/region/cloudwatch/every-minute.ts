import type { Clock } from '../../core/time';
import { after, between, millis, minutes, type Instant } from '../../core/units';

/**
 * One moment in each minute, the first a minute after `from` (now, when nobody says otherwise), as AWS counts what there is.
 *
 * Whoever takes long over one of them is not late for all others: a count that came a little later every time would now and then step over
 * a minute, and alarms would see a minute without a value. A moment that was missed comes as soon as it can, and is still its minute's.
 *
 * @throws the signal's reason as soon as the signal is aborted
 */
export async function* everyMinute(clock: Clock, signal: AbortSignal, from = clock.now()): AsyncGenerator<Instant> {
  for (let due = after(from, minutes(1)); ; due = after(due, minutes(1))) {
    await clock.sleep(millis(Math.max(0, between(clock.now(), due))), signal);
    yield due;
  }
}
