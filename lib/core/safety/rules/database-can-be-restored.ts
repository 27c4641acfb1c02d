import { isTrue, numberAt } from '../../template/template';
import { each, property, type Complaint } from '../each';
import type { SafetyRule } from '../safety-rule';

/** Days: a fault that writes wrong data quietly is found in the second week. */
const least = 14;

export const databaseCanBeRestored: SafetyRule = {
  name: 'database-can-be-restored',
  description: `every moment of the last ${least} days can be restored, also after the instance is gone`,
  fix: `raise BackupRetentionPeriod to ${least} or more, and set DeleteAutomatedBackups to false`,
  check: (template) => each(template, 'AWS::RDS::DBInstance', (instance): readonly Complaint[] => {
    // A replica's data are restored from its source.
    if (property(instance, 'SourceDBInstanceIdentifier') !== undefined) return [];
    const days = numberAt(instance, 'Properties.BackupRetentionPeriod') ?? 1;
    return [
      days >= least ? undefined : ['BackupRetentionPeriod', `${days} days`],
      isTrue(property(instance, 'DeleteAutomatedBackups') ?? true) ? ['DeleteAutomatedBackups', 'its backups go with it'] : undefined,
    ];
  }),
};
