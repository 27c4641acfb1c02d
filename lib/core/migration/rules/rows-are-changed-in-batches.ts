import { documentation, type MigrationRule } from '../rule';
import { nameAt } from '../statement';

export const rowsAreChangedInBatches: MigrationRule = {
  name: 'rows-are-changed-in-batches',
  harm: 'blocks',
  why: 'every row is locked until the migration ends, and requests that change one of them wait',
  fix: 'fill columns in batches, by a task that can be begun again',
  source: documentation('explicit-locking.html#LOCKING-ROWS'),
  find: ({ kind, tree }, { madeHere }) => {
    const table = nameAt(tree, 'relation');
    const changesAll = (kind === 'UpdateStmt' || kind === 'DeleteStmt') && tree.whereClause === undefined && !madeHere.has(table);
    return changesAll ? [`${kind === 'UpdateStmt' ? 'changes' : 'deletes'} every row of ${table}`] : [];
  },
};
