import type { StackResource } from './stack';

/** What was done to one resource so far, so that it can be undone or tidied up after. */
export type Entry =
  | { readonly kind: 'created'; readonly resource: StackResource }
  /** `attempted` is what the resource was being changed to; it may have failed half-way, so undoing sends the old properties again. */
  | { readonly kind: 'updated'; readonly before: StackResource; readonly attempted: StackResource }
  /** Both are there until the cleanup: of the old one when the update holds, of the new one when it does not. */
  | { readonly kind: 'replaced'; readonly before: StackResource; readonly resource: StackResource; readonly keep: boolean };

/** By logical id. */
export type Journal = Map<string, Entry>;
