/** A span of time in milliseconds. */
export type Millis = number & { readonly unit: 'millis' };

/** A moment: milliseconds since 1970-01-01T00:00:00Z, on the clock it was read from. */
export type Instant = number & { readonly unit: 'instant' };

/** A share from 0 to 100. */
export type Percent = number & { readonly unit: 'percent' };

export const millis = (count: number): Millis => count as Millis;
export const seconds = (count: number): Millis => millis(count * 1_000);
export const minutes = (count: number): Millis => seconds(count * 60);
export const hours = (count: number): Millis => minutes(count * 60);

export const instant = (sinceEpochMs: number): Instant => sinceEpochMs as Instant;
export const after = (start: Instant, span: Millis): Instant => instant(start + span);
/** How long from `start` to `end`; negative when `end` comes first. */
export const between = (start: Instant, end: Instant): Millis => millis(end - start);
export const toSeconds = (span: Millis): number => span / 1_000;

/** @throws RangeError outside 0 to 100 */
export function percent(share: number): Percent {
  if (!(share >= 0 && share <= 100)) throw new RangeError(`a percentage lies between 0 and 100, got ${share}`);
  return share as Percent;
}
