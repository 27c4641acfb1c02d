import { documentation, type MigrationRule } from '../rule';
import { alterationsIn } from '../statement';

export const constraintIsCheckedApart: MigrationRule = {
  name: 'constraint-is-checked-apart',
  harm: 'blocks',
  why: 'the lock that adding the constraint took is held until the transaction ends, while every row is checked',
  fix: 'put VALIDATE CONSTRAINT into a later migration, which lets reads and writes go on',
  source: documentation('sql-altertable.html#SQL-ALTERTABLE-DESC-VALIDATE-CONSTRAINT'),
  find: (statement, { addedHere, madeHere }) => alterationsIn(statement)
    .filter(({ action, table, name }) => action === 'AT_ValidateConstraint' && addedHere.has(`${table} ${name}`) && !madeHere.has(table))
    .map(({ table, name }) => `validates ${name} of ${table} in the transaction that adds it`),
};
