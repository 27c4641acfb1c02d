import type { Frame } from './picture';
import type { Policy } from './policy';

/** Something that is true of every run, whatever happens in it. */
export interface Invariant {
  /** The property in one sentence. */
  readonly says: string;
  /** Whether it is true of one run under one policy. */
  holds(run: readonly Frame[], policy: Policy): boolean;
}
