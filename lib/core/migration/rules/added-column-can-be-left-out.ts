import { documentation, type MigrationRule } from '../rule';
import { alterationsIn, at, constraintsOf, textAt } from '../statement';

export const addedColumnCanBeLeftOut: MigrationRule = {
  name: 'added-column-can-be-left-out',
  harm: 'breaks',
  why: 'the running release does not know the column, so every row that it adds is refused',
  fix: 'let the column be null, or give it a constant default',
  source: documentation('ddl-alter.html#DDL-ALTER-ADDING-A-COLUMN'),
  find: (statement, { madeHere }) => alterationsIn(statement)
    .filter(({ action, table }) => action === 'AT_AddColumn' && !madeHere.has(table))
    .filter(({ tree }) => {
      const kinds = constraintsOf(at(tree, 'def.ColumnDef')).map(({ contype }) => contype);
      return (kinds.includes('CONSTR_NOTNULL') || kinds.includes('CONSTR_PRIMARY')) && !['CONSTR_DEFAULT', 'CONSTR_IDENTITY', 'CONSTR_GENERATED'].some((one) => kinds.includes(one));
    })
    .map(({ table, tree }) => `adds ${table}.${textAt(tree, 'def.ColumnDef.colname')} as NOT NULL without a default`),
};
