import { documentation, type MigrationRule } from '../rule';
import { alterationsIn, at, listAt, nameAt } from '../statement';

export const grantsStay: MigrationRule = {
  name: 'grants-stay',
  harm: 'breaks',
  why: "the running release's roles may need it: its next statement is refused with 42501",
  fix: 'release without the need for it first, and take it away in a contract migration',
  source: documentation('sql-revoke.html'),
  find: (statement) => {
    const { kind, tree } = statement;
    if (kind === 'GrantStmt' && tree.is_grant !== true) return [`revokes rights on ${listAt(tree, 'objects').map((one) => nameAt(one, 'RangeVar')).filter((one) => one !== '').join(', ') || 'something'}`];
    if (kind === 'AlterDefaultPrivilegesStmt' && at(tree, 'action.is_grant') !== true) return ['revokes default rights'];
    if (kind === 'AlterOwnerStmt') return ['gives something to another owner'];
    return alterationsIn(statement).filter(({ action }) => action === 'AT_ChangeOwner').map(({ table }) => `gives ${table} to another owner`);
  },
};
