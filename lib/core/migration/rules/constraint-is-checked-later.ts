import { documentation, type MigrationRule } from '../rule';
import { alterationsIn, at, textAt, type Tree } from '../statement';

export const constraintIsCheckedLater: MigrationRule = {
  name: 'constraint-is-checked-later',
  harm: 'blocks',
  why: 'every row is checked, or an index is built, while the table is locked',
  fix: 'add it NOT VALID and validate it in a later migration; for UNIQUE or PRIMARY KEY build the index CONCURRENTLY first, and say USING INDEX',
  source: documentation('sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-TABLE-CONSTRAINT'),
  find: (statement, { madeHere }) => alterationsIn(statement)
    .filter(({ action, table }) => action === 'AT_AddConstraint' && !madeHere.has(table))
    .flatMap(({ table, tree }) => {
      const constraint = at(tree, 'def.Constraint') as Tree;
      return checksAtOnce(constraint) ? [`adds the constraint ${textAt(constraint, 'conname') || 'without a name'} to ${table}`] : [];
    }),
};

function checksAtOnce({ contype, skip_validation: later, indexname: index, is_enforced: enforced }: Tree): boolean {
  switch (contype) {
    case 'CONSTR_UNIQUE': case 'CONSTR_PRIMARY': return index === undefined;
    case 'CONSTR_CHECK': case 'CONSTR_FOREIGN': return later !== true && enforced === true;
    case 'CONSTR_NOTNULL': return later !== true;
    default: return true;
  }
}
