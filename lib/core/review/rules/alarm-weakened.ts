import type { Difference } from '../differences';
import { type Change, isEnd } from '../change';
import type { Rule, Sighting } from '../finding';
import { becomes, isLowered, isRaised } from '../see';
import { at } from '../../template/template';

/**
 * An alarm that is gone, told to nobody, or asks for more before it fires.
 *
 * What it computes cannot be compared by looking at it, so that every other change of an alarm is told too, but one that makes it fire
 * sooner on the same values.
 */
export const alarmWeakened: Rule = ({ changes }) => changes.filter(({ type }) => /^AWS::CloudWatch::(Composite)?Alarm$/.test(type)).flatMap((change): readonly Sighting[] => {
  if (isEnd(change)) return [{ change, what: `the alarm ${String(at(change.before, 'Properties.AlarmName') ?? change.logicalId)} is removed` }];
  return change.differences.filter((place) => !isHarmless(place, change)).map((place) => ({ change, property: place.path, what: becomes(place) }));
});

function isHarmless(place: Difference, { after }: Change): boolean {
  const { path } = place;
  if (/^(AlarmDescription|Tags|DependsOn|Metrics\[.*\]\.Label$)/.test(path)) return true;
  if (/^(AlarmActions|OKActions|InsufficientDataActions)/.test(path)) return place.before === undefined && path !== 'InsufficientDataActions';
  // Without a number every period has to be bad.
  if (path === 'DatapointsToAlarm') return place.after !== undefined && !isRaised(place);
  const above = /^Greater/.test(String(at(after, 'Properties.ComparisonOperator')));
  return path === 'Threshold' && place.before !== undefined && place.after !== undefined && !(above ? isRaised(place) : isLowered(place));
}
