import { rollbackAlarms } from '../deployment-group';
import { each, property } from '../each';
import type { SafetyRule } from '../safety-rule';

export const missingDataIsDecided: SafetyRule = {
  name: 'missing-data-is-decided',
  description: 'every alarm says what missing data mean, and rollback alarms take them for good or for bad: one that keeps its state stays red for ever, or green',
  fix: 'set TreatMissingData: notBreaching for counts that are only there when something happened, breaching where silence is the trouble',
  check: (template) => {
    const decisive = new Set(rollbackAlarms(template).map(([id]) => id));
    return each(template, 'AWS::CloudWatch::Alarm', (alarm, id) => {
      const treatment = property(alarm, 'TreatMissingData');
      if (treatment === undefined) return ['TreatMissingData', 'it does not say'];
      return decisive.has(id) && treatment !== 'notBreaching' && treatment !== 'breaching' ? ['TreatMissingData', `${String(treatment)} on a rollback alarm`] : undefined;
    });
  },
};
