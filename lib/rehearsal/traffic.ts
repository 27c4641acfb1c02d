import type { Moment } from '../core/deployment/trace';
import { between, toSeconds, type Instant } from '../core/units';
import type { Result } from './result';

/** Model seconds since the release was offered, in tenths. */
export const secondsSince = (offeredAt: Instant, at: Instant): number => Math.round(toSeconds(between(offeredAt, at)) * 10) / 10;

/**
 * The share of customers that the offered release had, from what was seen of the production listener.
 *
 * From `takenOverAt` on a person brings another release in, and green is that one.
 */
export function shareOfRelease(trace: readonly Moment[], offeredAt: Instant, takenOverAt: Instant | undefined): Result['traffic'] {
  const seen = trace.flatMap(({ at, what }) => (at >= offeredAt && what.kind === 'production' ? [{ at, green: what.green }] : []));
  return seen.map(({ at, green }) => ({ atSeconds: secondsSince(offeredAt, at), green: takenOverAt !== undefined && at >= takenOverAt ? 100 - green : green }));
}
