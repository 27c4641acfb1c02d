import type { Clock } from '../../core/time';
import { instant, millis, type Instant, type Millis } from '../../core/units';
import { pause } from './pause';

/** Time as the local region lives it: `speed` times as fast as the machine's own. */
export interface ModelClock extends Clock {
  readonly speed: number;
  /** The model moment at which the machine's clock showed `wallMs`. */
  fromWall(wallMs: number): Instant;
  /** How long a model span takes on this machine. */
  inWall(span: Millis): Millis;
}

/**
 * A clock that starts at the machine's time and runs `speed` times as fast.
 *
 * Waits that AWS imposes are taken from it; processes, latency and time-outs of functions stay on the machine's clock.
 */
export function modelClock(speed: number): ModelClock {
  if (!(speed > 0 && Number.isFinite(speed))) throw new RangeError(`a speed is a number above 0, got ${speed}`);
  const start = Date.now();
  // A monotonic source, so that a stepped system clock neither stalls nor hurries a deployment.
  const origin = performance.now();
  const fromWall = (wallMs: number): Instant => instant(start + (wallMs - start) * speed);
  const inWall = (span: Millis): Millis => millis(span / speed);
  return {
    speed,
    fromWall,
    inWall,
    now: () => instant(start + (performance.now() - origin) * speed),
    sleep: (span, signal) => pause(inWall(span), signal),
  };
}
