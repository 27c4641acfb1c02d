import type { Phase } from './deployment';
import type { Effect } from './effect';

/** Something to be done outside, and the phase that waits for its confirmation. */
export interface Task {
  readonly phase: Phase;
  readonly effect: Effect;
}
