import { documentation, type MigrationRule } from '../rule';
import { listAt, nameAt, textAt } from '../statement';

export const indexIsBuiltAside: MigrationRule = {
  name: 'index-is-built-aside',
  harm: 'blocks',
  why: 'while an index is built every write of its table waits, and while one is dropped or rebuilt every read waits too',
  fix: 'say CONCURRENTLY, in a migration of its own that says `-- changeover: alone`',
  source: documentation('sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY'),
  find: ({ kind, tree }, { madeHere }) => {
    if (kind === 'IndexStmt') {
      const table = nameAt(tree, 'relation');
      return tree.concurrent === true || madeHere.has(table) ? [] : [`builds the index ${textAt(tree, 'idxname') || 'without a name'} on ${table}`];
    }
    if (kind === 'ReindexStmt') return listAt(tree, 'params').some((one) => textAt(one, 'DefElem.defname') === 'concurrently') ? [] : ['rebuilds an index'];
    return kind === 'DropStmt' && tree.removeType === 'OBJECT_INDEX' && tree.concurrent !== true ? ['drops an index'] : [];
  },
};
