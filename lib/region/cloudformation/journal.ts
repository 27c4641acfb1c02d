import type { StackResource } from './stack';

/** What was done to one resource so far, so that it can be undone or tidied up after. */
export type Entry =
  | { readonly kind: 'created'; readonly logicalId: string; readonly resource: StackResource }
  /** `attempted` is what the resource was being changed to; it may have failed half-way, so undoing sends the old properties again. */
  | { readonly kind: 'updated'; readonly logicalId: string; readonly before: StackResource; readonly attempted: StackResource }
  | { readonly kind: 'replaced'; readonly logicalId: string; readonly before: StackResource; readonly resource: StackResource };
