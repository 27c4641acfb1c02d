import type { Clock } from '../../core/time';
import { instant } from '../../core/units';
import { pause } from './pause';

/** The machine's own time. */
export const wallClock: Clock = {
  now: () => instant(Date.now()),
  sleep: (span, signal) => pause(span, signal),
};
