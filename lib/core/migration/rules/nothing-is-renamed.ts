import { documentation, type MigrationRule } from '../rule';
import { nameAt, textAt } from '../statement';

export const nothingIsRenamed: MigrationRule = {
  name: 'nothing-is-renamed',
  harm: 'breaks',
  why: 'the running release knows it by its old name',
  fix: 'add it under its new name, let releases write both, and drop the old one in a contract migration',
  source: documentation('ddl-alter.html'),
  find: ({ kind, tree }, { madeHere }) => {
    const table = nameAt(tree, 'relation');
    // Names of constraints and unique indexes too: a release tells by them what an insert violated.
    if (kind === 'RenameStmt') return madeHere.has(table) ? [] : [`renames ${[table, textAt(tree, 'subname')].filter((one) => one !== '').join('.') || 'something'} to ${textAt(tree, 'newname')}`];
    if (kind === 'AlterObjectSchemaStmt') return [`moves ${table || 'something'} to the schema ${textAt(tree, 'newschema')}`];
    return kind === 'AlterEnumStmt' && tree.oldVal !== undefined ? [`renames the value ${textAt(tree, 'oldVal')}`] : [];
  },
};
