import { metricsOf } from '../deployment-group';
import { each } from '../each';
import type { SafetyRule } from '../safety-rule';

/** Dimensions whose values change with a release, in any spelling. */
const changing = /^(release|version|revision|image|digest|tasksets?(id)?|taskid|taskdefinition.*|deployment(id)?|colou?r)$/i;

export const alarmDimensionsStay: SafetyRule = {
  name: 'alarm-dimensions-stay',
  description: 'no alarm reads a dimension that every release changes: an alarm cannot follow it, and watches a release that is gone',
  fix: 'emit the metric without that dimension too, and let the alarm read that one',
  check: (template) => each(template, 'AWS::CloudWatch::Alarm', (alarm) => {
    const found = metricsOf(alarm).flatMap(({ dimensions }) => Object.keys(dimensions)).filter((name) => changing.test(name));
    return found.length === 0 ? undefined : ['Dimensions', `the dimension ${[...new Set(found)].join(', ')}`];
  }),
};
