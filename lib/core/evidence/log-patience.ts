import { seconds, toSeconds, type Millis } from '../units';

/** A line that has not come within a minute is one that nobody will find either. */
const PATIENCE = seconds(60);
const FIRST_PAUSES = [250, 500, 1_000, 2_000, 4_000] as const;
const LATER_PAUSE = 5_000;
/** By the clock of whoever looks this takes a minute too. */
const MOST_LOOKS = 16;

/** How long to wait before a look, counted from 0, in milliseconds. */
export const pauseBefore = (look: number): number => FIRST_PAUSES[look] ?? LATER_PAUSE;

/**
 * Whether enough was looked.
 *
 * The time that counts is that of CloudWatch Logs, which stamps the lines of whoever looks as it stamps green's: so a log that is slow for
 * everybody is not blamed on green. A few looks there are in any case.
 *
 * @param looks how many there were
 * @param marks the moments, by CloudWatch Logs, of the lines that were written before each look, as far as they have come
 */
export function lookedEnough(looks: number, marks: readonly number[]): boolean {
  if (looks >= MOST_LOOKS) return true;
  return looks >= FIRST_PAUSES.length && spanOf(marks) >= PATIENCE;
}

/** Between the first and the last of them. */
export const spanOf = (marks: readonly number[]): Millis => (marks.length === 0 ? 0 : Math.max(...marks) - Math.min(...marks)) as Millis;

/** The same in seconds; `undefined` where not even one of them has come. */
export const secondsOf = (marks: readonly number[]): number | undefined => (marks.length === 0 ? undefined : toSeconds(spanOf(marks)));
