import { type Change, isEnd } from '../change';
import type { Rule, Sighting } from '../finding';
import { identityPoliciesOf, identityTypes } from '../policies';
import { becomes, isRaised } from '../see';
import { allowed, beyond, denied, told } from '../../template/statements';
import { at, listed } from '../../template/template';

/** Somebody may do what they could not before: an action, a resource, a condition that is gone, a prohibition that is gone. */
export const permissionsBroadened: Rule = ({ changes }) => changes.filter(({ type }) => identityTypes.test(type)).flatMap((change): readonly Sighting[] => {
  const [old, young] = [identityPoliciesOf(change.before), identityPoliciesOf(change.after)];
  const more = beyond(young.flatMap(allowed), old.flatMap(allowed));
  const free = beyond(old.flatMap(denied), young.flatMap(denied));
  return [
    ...(more.length > 0 ? [{ change, what: `newly allowed: ${told(more)}` }] : []),
    ...(free.length > 0 ? [{ change, what: `forbidden no more: ${told(free)}` }] : []),
    ...attachments(change),
  ];
});

/** Policies of others, and who has a policy. */
function attachments(change: Change): readonly Sighting[] {
  if (isEnd(change)) return [];
  if (change.fate === 'added') {
    const managed = listed(at(change.after, 'Properties.ManagedPolicyArns'));
    return managed.length === 0 ? [] : [{ change, property: 'ManagedPolicyArns', what: `newly has ${managed.length} managed policies: ${JSON.stringify(managed)}` }];
  }
  const places = change.differences.filter(({ path, after }) => (/^(ManagedPolicyArns|Roles|Users|Groups)/.test(path) && after !== undefined) || path.startsWith('PermissionsBoundary'));
  const longer = change.differences.filter((place) => place.path === 'MaxSessionDuration' && isRaised(place));
  return [...places, ...longer].map((place) => ({ change, property: place.path, what: becomes(place) }));
}
