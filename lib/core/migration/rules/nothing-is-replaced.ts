import { documentation, type MigrationRule } from '../rule';
import { listAt, nameAt, textAt } from '../statement';

export const nothingIsReplaced: MigrationRule = {
  name: 'nothing-is-replaced',
  harm: 'breaks',
  why: 'the running release gets the answers of the new one from that moment on',
  fix: 'give the new function or view another name, and drop the old one in a contract migration',
  source: documentation('sql-createfunction.html'),
  find: ({ kind, tree }) => {
    if (tree.replace !== true) return [];
    if (kind === 'ViewStmt') return [`replaces the view ${nameAt(tree, 'view')}`];
    return kind === 'CreateFunctionStmt' ? [`replaces the function ${listAt(tree, 'funcname').map((part) => textAt(part, 'String.sval')).join('.')}`] : [];
  },
};
