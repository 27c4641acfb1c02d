import { documentation, type MigrationRule } from '../rule';
import { listAt, nameAt } from '../statement';

export const tableIsNotLocked: MigrationRule = {
  name: 'table-is-not-locked',
  harm: 'blocks',
  why: 'requests of the running release wait until the migration ends',
  fix: 'leave LOCK TABLE out: each statement takes the lock that it needs',
  source: documentation('sql-lock.html'),
  find: ({ kind, tree }) => (kind === 'LockStmt' ? [`locks ${listAt(tree, 'relations').map((one) => nameAt(one, 'RangeVar')).join(', ')}`] : []),
};
