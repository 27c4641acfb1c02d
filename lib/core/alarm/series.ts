import { instant, type Instant, type Millis } from '../units';

/** The data points of one metric or expression: the start of a period, and the value of that period. A missing one is absent. */
export type Series = ReadonlyMap<Instant, number>;

/** Consecutive periods, the last of which ends at `end`. */
export interface Window {
  readonly end: Instant;
  readonly period: Millis;
  /** How many periods. */
  readonly points: number;
}

export const emptySeries: Series = new Map();

export const startOf = ({ end, period, points }: Window): Instant => instant(end - points * period);

/** Where data points may be, oldest first. */
export function timestamps(window: Window): readonly Instant[] {
  return Array.from({ length: window.points }, (_, index) => instant(startOf(window) + index * window.period));
}
