import { documentation, type MigrationRule } from '../rule';
import { alterationsIn } from '../statement';

export const defaultStays: MigrationRule = {
  name: 'default-stays',
  harm: 'breaks',
  why: 'the running release may leave the column out when it adds a row',
  fix: 'let a release give the value first, and drop the default in a contract migration',
  source: documentation('ddl-default.html'),
  find: (statement, { madeHere }) => alterationsIn(statement)
    .filter(({ action, table, tree }) => action === 'AT_ColumnDefault' && tree.def === undefined && !madeHere.has(table)).map(({ table, name }) => `drops the default of ${table}.${name}`),
};
