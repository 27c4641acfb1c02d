import { ecsGroups, metricsOf, pairOf, rollbackAlarms } from '../deployment-group';
import { referred } from '../each';
import type { SafetyRule, Violation } from '../safety-rule';

export const bothGroupsAreWatched: SafetyRule = {
  name: 'both-groups-are-watched',
  description: 'alarms on target groups look at both of the pair, because they change roles with every release: with one of them every second release is not watched',
  fix: 'take the metric of both target groups into the alarm, or make one alarm for each',
  check: (template) => ecsGroups(template).flatMap(([logicalId, group]): readonly Violation[] => {
    const pair = pairOf(group);
    const looks = rollbackAlarms(template).map(([id, alarm]) => ({ id, metrics: metricsOf(alarm).filter(({ namespace, dimensions }) => namespace === 'AWS/ApplicationELB' && dimensions['TargetGroup'] !== undefined) }));
    // By name of the metric: that errors are counted on one and hosts on the other helps nobody.
    const names = [...new Set(looks.flatMap(({ metrics }) => metrics.map(({ name }) => String(name))))];
    if (names.length === 0 && pair.length > 0) return [{ logicalId, location: 'Properties.AlarmConfiguration.Alarms', found: 'no alarm looks at a target group' }];
    return names.flatMap((name) => {
      const seen = looks.flatMap(({ metrics }) => metrics.filter((metric) => metric.name === name).map(({ dimensions }) => referred(dimensions['TargetGroup'])));
      const unseen = pair.filter((one) => !seen.includes(one));
      return unseen.length === 0 ? [] : [{ logicalId, location: 'Properties.AlarmConfiguration.Alarms', found: `${name} of ${unseen.join(', ')} is looked at by no alarm` }];
    });
  }),
};
