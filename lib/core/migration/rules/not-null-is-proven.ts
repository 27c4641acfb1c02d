import { documentation, type MigrationRule } from '../rule';
import { alterationsIn } from '../statement';

export const notNullIsProven: MigrationRule = {
  name: 'not-null-is-proven',
  harm: 'blocks',
  why: 'the whole table is read through while nobody can read or write it, unless a valid constraint proves that there is no null',
  fix: 'add CHECK (column IS NOT NULL) NOT VALID, validate it in a later migration, and set NOT NULL after that',
  source: documentation('sql-altertable.html#SQL-ALTERTABLE-DESC-SET-DROP-NOT-NULL'),
  find: (statement, { madeHere, neverNull }) => alterationsIn(statement)
    .filter(({ action, table, name }) => action === 'AT_SetNotNull' && !madeHere.has(table) && !neverNull.has(`${table} ${name}`))
    .map(({ table, name }) => `sets ${table}.${name} to NOT NULL before anything proves it`),
};
