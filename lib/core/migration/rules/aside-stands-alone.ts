import { documentation, type Known, type MigrationRule } from '../rule';
import { listAt, textAt, type Statement } from '../statement';

export const asideStandsAlone: MigrationRule = {
  name: 'aside-stands-alone',
  harm: 'blocks',
  why: 'what is done CONCURRENTLY cannot be in a transaction, so the runner has to be able to begin it again after a half of it',
  fix: 'make it the only statement of its file, with `-- changeover: alone` at the top and IF NOT EXISTS (or IF EXISTS), and say that of nothing else',
  source: documentation('sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY'),
  find: (statement, { beside, alone }: Known) => {
    if (!isAside(statement)) return alone ? ['stands in a migration that runs without a transaction, and needs one'] : [];
    const { kind, tree } = statement;
    const repeatable = kind === 'ReindexStmt' || tree.if_not_exists === true || tree.missing_ok === true;
    return [
      ...(alone ? [] : ['works CONCURRENTLY in a transaction of the runner']),
      ...(beside.length > 1 ? ['works CONCURRENTLY beside other statements'] : []),
      ...(repeatable ? [] : ['fails when it is begun again']),
    ];
  },
};

function isAside({ kind, tree }: Statement): boolean {
  if (kind === 'ReindexStmt') return listAt(tree, 'params').some((one) => textAt(one, 'DefElem.defname') === 'concurrently');
  return (kind === 'IndexStmt' || kind === 'DropStmt') && tree.concurrent === true;
}
