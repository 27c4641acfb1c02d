import type { Statement } from './policy';
import { fitsAction } from './wildcard';

/** The smallest thing that can be taken away from a policy: an action of a statement, as `<where the statement stands> <action as written>`. */
export type Grant = string;

/**
 * What a statement grants; nothing, if it denies. A statement about all actions but some is one grant.
 *
 * @param action only what is about this one
 */
export function grantsOf({ effect, where, actions: { not, patterns } }: Statement, action?: string): readonly Grant[] {
  if (effect === 'Deny') return [];
  if (not) return [where];
  return patterns.filter((pattern) => action === undefined || fitsAction(pattern, action)).map((pattern) => `${where} ${pattern}`);
}
