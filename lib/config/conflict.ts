import { type Millis, minutes } from '../core/units';

/** A setting that is wrong only together with others; `key` is where to look. */
export interface Conflict {
  readonly key: string;
  readonly message: string;
}

export const conflict = (found: boolean, key: string, message: string): Conflict[] => (found ? [{ key, message }] : []);

export const inMinutes = (span: Millis): number => span / minutes(1);
