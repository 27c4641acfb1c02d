import { documentation, type MigrationRule } from '../rule';
import { alterationsIn } from '../statement';

export const typeStays: MigrationRule = {
  name: 'type-stays',
  harm: 'blocks',
  why: 'unless both types are stored alike the table and its indexes are written anew while nobody can read or write it, and the running release may not understand the new type, or write what does not fit',
  fix: 'add a column of the new type, let releases write both, and drop the old one when nobody reads it',
  source: documentation('sql-altertable.html#SQL-ALTERTABLE-NOTES'),
  find: (statement, { madeHere }) => alterationsIn(statement)
    .filter(({ action, table }) => action === 'AT_AlterColumnType' && !madeHere.has(table)).map(({ table, name }) => `changes the type of ${table}.${name}`),
};
