import type { Instant, Millis } from './units';

/** Where time comes from. Core functions take `now` as an argument; everything that waits takes a clock. */
export interface Clock {
  now(): Instant;
  /**
   * Resolves once `span` has passed on this clock.
   *
   * @throws the signal's reason as soon as the signal is aborted
   */
  sleep(span: Millis, signal?: AbortSignal): Promise<void>;
}
