import type { Lease } from './lease';

/** What one worker may conclude from the lease that it has seen, on its own clock, which is compared with no other. */
export type Standing =
  /** The lease is not known, or another release has it. */
  | { readonly at: 'idle' }
  /** The lease is ours, but whoever had it before may not have heard of it yet. */
  | { readonly at: 'waiting'; readonly epoch: number; readonly untilMs: number }
  /** Ours alone until then, and longer if it is seen again. */
  | { readonly at: 'holding'; readonly epoch: number; readonly untilMs: number };

/** How often the lease is looked at. */
export const LOOK_EVERY_MS = 2_000;

/** How long a worker goes on after it has asked for the last time and got the answer that the lease is its own. */
export const BELIEF_MS = 10_000;

/** How long a successor waits after it has first seen a new epoch. A fifth longer than a belief, because clocks run unevenly. */
export const PATIENCE_MS = 12_000;

/** The longest time for which nobody works after the lease was moved: the patience, a look before and after it, two seconds for answers. */
export const LEASE_MS = 2 * LOOK_EVERY_MS + PATIENCE_MS + 2_000;

/** One question about the lease and when it was asked and answered. */
export interface Look {
  readonly askedMs: number;
  readonly answeredMs: number;
  readonly lease: Lease | undefined;
}

/**
 * Two releases never hold the lease at once: the one that lost it asked before the move, and believes for less time than the one
 * that got it waits after the move. An epoch that is the same as before means that nobody else had it in between.
 */
export function afterLook(before: Standing, { askedMs, answeredMs, lease }: Look, release: string): Standing {
  if (lease === undefined || lease.release !== release) return { at: 'idle' };
  const { epoch } = lease;
  const holding: Standing = { at: 'holding', epoch, untilMs: askedMs + BELIEF_MS };
  if (before.at === 'idle' || before.epoch !== epoch) return { at: 'waiting', epoch, untilMs: answeredMs + PATIENCE_MS };
  return before.at === 'holding' || answeredMs >= before.untilMs ? holding : before;
}

/** The epoch under which work may be done at that moment, if any. */
export function epochHeld(standing: Standing, atMs: number): number | undefined {
  return standing.at === 'holding' && atMs < standing.untilMs ? standing.epoch : undefined;
}
