import type { Rule, Sighting } from '../finding';
import { documentsOf } from '../policies';
import { becomes, isLowered } from '../see';
import { allowed, beyond, denied, told } from '../../template/statements';

/** A call that was allowed and is so no longer: an alarm that cannot tell anybody, a hook that cannot report, a log that nobody may write. */
export const permissionLost: Rule = ({ changes }) => changes.flatMap((change): readonly Sighting[] => {
  const [before, after] = [documentsOf(change.before), documentsOf(change.after)];
  const less = beyond(before.flatMap(allowed), after.flatMap(allowed));
  const newlyDenied = beyond(after.flatMap(denied), before.flatMap(denied));
  const elsewhere = change.differences.filter(({ path, before: old }) => old !== undefined && /^(Roles|Users|Groups|ManagedPolicyArns|Topics|Queues|Bucket|SecretId)(\[|$)|PolicyDocument\.Version$|Policy\.Version$/.test(path) && change.type !== 'AWS::S3::Bucket');
  // Whoever waits for a release with it waits no longer.
  const shorter = change.differences.filter((place) => place.path === 'MaxSessionDuration' && isLowered(place));
  return [
    ...(newlyDenied.length > 0 ? [{ change, what: `newly forbidden: ${told(newlyDenied)}` }] : []),
    ...(less.length > 0 ? [{ change, what: `allowed no more: ${told(less)}` }] : []),
    ...shorter.map((place) => ({ change, property: place.path, what: becomes(place) })),
    ...elsewhere.filter(() => before.length > 0 || change.type === 'AWS::IAM::Role').map((place) => ({ change, property: place.path, what: becomes(place) })),
  ];
});
