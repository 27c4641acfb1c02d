import { isEnd } from '../change';
import type { Rule, Sighting } from '../finding';
import { resourcePolicies } from '../policies';
import { becomes } from '../see';
import { allowed, beyond, denied, told } from '../../template/statements';
import { at, type Resource } from '../../template/template';

/** A queue, a topic, a bucket, a key, a secret or a function that more may use than before. */
export const resourceOpened: Rule = ({ changes }) => changes.flatMap((change): readonly Sighting[] => {
  const property = resourcePolicies[change.type];
  if (property === undefined) {
    if (isEnd(change) || !/^AWS::Lambda::(Permission|Url)$/.test(change.type)) return [];
    return [{ change, what: change.fate === 'added' ? `new ${change.type} for ${JSON.stringify(at(change.after, 'Properties.Principal') ?? 'everybody')}` : change.differences.map(becomes).join('; ') }];
  }
  const document = (resource: Resource | undefined): unknown => at(resource, `Properties.${property}`);
  // A policy that ends forbids no more what it forbade.
  const more = beyond(allowed(document(change.after)), allowed(document(change.before)));
  const free = beyond(denied(document(change.before)), denied(document(change.after)));
  return [
    ...(more.length > 0 ? [{ change, property, what: `newly allowed: ${told(more)}` }] : []),
    ...(free.length > 0 ? [{ change, property, what: `forbidden no more: ${told(free)}` }] : []),
  ];
});
