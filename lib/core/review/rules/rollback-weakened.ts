import { type Change, isEnd } from '../change';
import type { Difference } from '../differences';
import type { Rule } from '../finding';
import { becomes, isLowered } from '../see';

/** A deployment group that stops, or takes back, less than before: fewer alarms or events, another pair of groups, another role. */
export const rollbackWeakened: Rule = ({ changes }) => changes.filter((change: Change) => change.type === 'AWS::CodeDeploy::DeploymentGroup' && !isEnd(change))
  .flatMap((change) => change.differences.filter((place) => !isHarmless(place)).map((place) => ({ change, property: place.path, what: becomes(place) })));

function isHarmless(place: Difference): boolean {
  const { path, before, after } = place;
  if (/TerminationWaitTimeInMinutes$/.test(path) || path === 'DeploymentConfigName') return true;
  if (/^(AlarmConfiguration\.Alarms|AutoRollbackConfiguration\.Events)/.test(path)) return before === undefined;
  if (/^(AlarmConfiguration|AutoRollbackConfiguration)\.Enabled$/.test(path)) return String(after) === 'true';
  if (path === 'AlarmConfiguration.IgnorePollAlarmFailure') return String(after) !== 'true';
  return /^(DependsOn|Tags|TriggerConfigurations\[)/.test(path) && !isLowered(place);
}
