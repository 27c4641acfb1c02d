import { fitsAction } from '../../policy/wildcard';
import { textOf } from '../../template/readable';
import { denied } from '../../template/statements';
import { isTrue } from '../../template/template';
import { each, property, type Complaint } from '../each';
import type { SafetyRule } from '../safety-rule';

/** What would change an entry, or take one away. */
const changing = ['dynamodb:DeleteItem', 'dynamodb:UpdateItem', 'dynamodb:BatchWriteItem'];

export const ledgerIsKept: SafetyRule = {
  name: 'ledger-is-kept',
  description: 'a table whose name ends in "ledger" can be restored, is not deleted by mistake, and lets nobody change an entry or take one away',
  fix: 'switch on point-in-time recovery and deletion protection, and deny DeleteItem, UpdateItem and BatchWriteItem to everybody in its resource policy',
  check: (template) => each(template, 'AWS::DynamoDB::Table', (table): readonly Complaint[] => {
    const name = textOf(property(table, 'TableName')) ?? '';
    if (!name.endsWith('ledger')) return [];
    const forbidden = denied(property(table, 'ResourcePolicy.PolicyDocument'))
      .filter(({ principal, condition, resource }) => principal === '*' && condition === undefined && (resource === '*' || resource.endsWith(`:table/${name}`)));
    const open = changing.filter((action) => !forbidden.some((one) => fitsAction(one.action, action)));
    return [
      isTrue(property(table, 'PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled')) ? undefined : ['PointInTimeRecoverySpecification', 'it cannot be restored'],
      isTrue(property(table, 'DeletionProtectionEnabled')) ? undefined : ['DeletionProtectionEnabled', 'it is off'],
      open.length === 0 ? undefined : ['ResourcePolicy', `it does not deny ${open.join(', ')} to everybody`],
    ];
  }),
};
