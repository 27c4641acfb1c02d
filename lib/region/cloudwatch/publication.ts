import type { Dice } from '../../core/chance';
import { after, instant, minutes, seconds, type Instant } from '../../core/units';

/**
 * When a value that was sent at a moment can be read. Assumed, because AWS documents nothing (see BEHAVIOUR.md).
 *
 * AWS's own metrics are published once a minute, 30 to 90 s after its end: a minute of a series comes at once. An application's values
 * come as they are written, 5 to 60 s later; those of one minute are equally late.
 */
export function publication(namespace: string, sentAt: Instant, diceFor: (moment: number) => Dice): Instant {
  const minute = Math.floor(sentAt / minutes(1));
  const dice = diceFor(minute);
  if (namespace.startsWith('AWS/')) return after(instant((minute + 1) * minutes(1)), seconds(dice.between(30, 90)));
  const second = Math.floor(sentAt / seconds(1)) * seconds(1);
  return after(instant(second), seconds(dice.between(5, 60)));
}
