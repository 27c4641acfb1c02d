import { numberAt, at, listed, type Resource } from '../../template/template';
import { ecsGroups, rollbackAlarms } from '../deployment-group';
import type { SafetyRule } from '../safety-rule';

/** Seconds until the alarm has seen all that it asks for. */
function slowness({ Properties }: Resource): number {
  const queried = listed(Properties?.['Metrics']).map((query) => numberAt(query, 'MetricStat.Period') ?? numberAt(query, 'Period') ?? 0);
  return (numberAt(Properties, 'EvaluationPeriods') ?? 1) * Math.max(numberAt(Properties, 'Period') ?? 0, ...queried);
}

export const blueOutlastsAlarms: SafetyRule = {
  name: 'blue-outlasts-alarms',
  description: 'blue is kept until the slowest rollback alarm has had its time: afterwards a release can only be taken back by another release',
  fix: 'raise TerminationWaitTimeInMinutes above the longest EvaluationPeriods x Period, with the action TERMINATE',
  check: (template) => ecsGroups(template).flatMap(([logicalId, group]) => {
    const location = 'Properties.BlueGreenDeploymentConfiguration.TerminateBlueInstancesOnDeploymentSuccess';
    const wait = numberAt(group, `${location}.TerminationWaitTimeInMinutes`) ?? 0;
    const slowest = Math.max(60, ...rollbackAlarms(template).map(([, alarm]) => slowness(alarm))) / 60;
    const tooShort = wait > slowest ? [] : [{ logicalId, location: `${location}.TerminationWaitTimeInMinutes`, found: `${wait} minutes, where the slowest alarm takes ${slowest}` }];
    return at(group, `${location}.Action`) === 'TERMINATE' ? tooShort : [...tooShort, { logicalId, location: `${location}.Action`, found: 'blue is never ended, and its place is taken at the next release' }];
  }),
};
