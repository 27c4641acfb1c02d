import { isTrue } from '../../template/template';
import { each, property } from '../each';
import type { SafetyRule } from '../safety-rule';

export const databaseFailsOver: SafetyRule = {
  name: 'database-fails-over',
  description: 'a primary has a standby in another zone, and nothing of a database can be reached from outside of the network',
  fix: 'set MultiAZ to true and PubliclyAccessible to false',
  check: (template) => each(template, 'AWS::RDS::DBInstance', (instance) => [
    property(instance, 'SourceDBInstanceIdentifier') === undefined && !isTrue(property(instance, 'MultiAZ')) ? ['MultiAZ', 'there is no standby'] : undefined,
    isTrue(property(instance, 'PubliclyAccessible')) ? ['PubliclyAccessible', 'it is public'] : undefined,
  ]),
};
