import { stackType } from '../change';
import type { Rule, Sighting } from '../finding';
import { becomes } from '../see';

/** A stack under another account or region: all that is in it is made anew there, empty, and the old one is deployed no more. */
export const stackMoved: Rule = ({ changes }) => changes.filter(({ type }) => type === stackType).flatMap((change): readonly Sighting[] => {
  const moved = change.differences.filter(({ path }) => path === 'Account' || path === 'Region').map((place) => ({ change, property: place.path, what: becomes(place) }));
  return change.fate === 'removed' ? [{ change, what: 'the whole stack is in the assembly no more, and CDK leaves what is deployed of it to itself', risk: 'downtime' }] : moved;
});
