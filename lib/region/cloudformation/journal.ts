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

/** Two operations as one, of which the later began where the earlier had failed: what was there before is what was there before the first. */
export function joined(earlier: Journal, later: Journal): Journal {
  const whole: Journal = new Map(earlier);
  for (const [logicalId, entry] of later) {
    const first = earlier.get(logicalId);
    if (first === undefined) whole.set(logicalId, entry);
    else if (first.kind === 'created') whole.set(logicalId, { kind: 'created', resource: entry.kind === 'updated' ? entry.attempted : entry.resource });
    else if (entry.kind === 'updated' && first.kind === 'updated') whole.set(logicalId, { ...entry, before: first.before });
    else whole.set(logicalId, { kind: 'replaced', before: first.before, resource: entry.kind === 'updated' ? entry.attempted : entry.resource, keep: first.kind === 'replaced' && first.keep });
  }
  return whole;
}
