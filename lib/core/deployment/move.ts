import type { Deployment } from './deployment';
import type { Effect } from './effect';

/** One step of a deployment: what it is next, and what must happen outside. */
export interface Move {
  readonly next: Deployment;
  readonly effects: readonly Effect[];
}

export const unmoved = (deployment: Deployment): Move => ({ next: deployment, effects: [] });

/** `move`, and then whatever `further` makes of where it led. */
export function followedBy(move: Move, further: (deployment: Deployment) => Move): Move {
  const second = further(move.next);
  return { next: second.next, effects: [...move.effects, ...second.effects] };
}
