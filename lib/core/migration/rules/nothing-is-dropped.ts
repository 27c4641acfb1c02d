import { documentation, type MigrationRule } from '../rule';
import { alterationsIn, at, listAt, nameAt, textAt, type Tree } from '../statement';

const ACTIONS: Readonly<Record<string, string>> = {
  AT_DropColumn: 'column', AT_DropConstraint: 'constraint', AT_DropNotNull: 'NOT NULL of', AT_DropIdentity: 'identity of', AT_DropExpression: 'generated value of', AT_DetachPartition: 'partition',
};

export const nothingIsDropped: MigrationRule = {
  name: 'nothing-is-dropped',
  harm: 'breaks',
  why: 'the running release may read it, write it or rely on it, and so may the one that is gone back to',
  fix: 'release without it first; drop it in a contract migration, when every release that is run or gone back to does without',
  source: documentation('ddl-alter.html'),
  find: (statement, { madeHere }) => {
    const { kind, tree } = statement;
    if (kind === 'TruncateStmt') return [`empties ${listAt(tree, 'relations').map((one) => nameAt(one, 'RangeVar')).join(', ')}`];
    if (kind === 'DropStmt' && tree.removeType !== 'OBJECT_INDEX') return listAt(tree, 'objects').map((one) => `drops the ${typeOf(tree)} ${objectName(one)}`);
    return alterationsIn(statement).flatMap(({ action, table, name }) =>
      (ACTIONS[action] === undefined || madeHere.has(table) ? [] : [`drops the ${ACTIONS[action]} ${name} of ${table}`]));
  },
};

const typeOf = ({ removeType }: Tree): string => String(removeType).replace('OBJECT_', '').toLowerCase();

function objectName(object: Tree): string {
  const parts = at(object, 'List') !== undefined ? listAt(object, 'List.items') : at(object, 'ObjectWithArgs') !== undefined ? listAt(object, 'ObjectWithArgs.objname') : at(object, 'TypeName') !== undefined ? listAt(object, 'TypeName.names') : [object];
  return parts.map((part) => textAt(part, 'String.sval')).filter((part) => part !== '').join('.');
}
