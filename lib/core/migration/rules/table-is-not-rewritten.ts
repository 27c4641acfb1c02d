import { documentation, type MigrationRule } from '../rule';
import { alterationsIn, nameAt } from '../statement';

const REWRITES: Readonly<Record<string, string>> = {
  AT_SetTableSpace: 'moves', AT_SetLogged: 'logs', AT_SetUnLogged: 'stops logging', AT_SetAccessMethod: 'changes the access method of', AT_ClusterOn: 'orders',
};

export const tableIsNotRewritten: MigrationRule = {
  name: 'table-is-not-rewritten',
  harm: 'blocks',
  why: 'the table is written anew while nobody can read or write it',
  fix: 'leave it to autovacuum, or do it as an operation of its own, watched by somebody, with a tool that does not lock',
  source: documentation('explicit-locking.html#LOCKING-TABLES'),
  find: (statement, { madeHere }) => {
    const { kind, tree } = statement;
    if (kind === 'VacuumStmt') return ['vacuums or analyses, which is no step of a schema'];
    if (kind === 'ClusterStmt') return [`orders ${nameAt(tree, 'relation') || 'every table'} by an index`];
    if (kind === 'RefreshMatViewStmt' && tree.concurrent !== true) return [`fills ${nameAt(tree, 'relation')} while nobody can read it`];
    return alterationsIn(statement).flatMap(({ action, table }) => (REWRITES[action] === undefined || madeHere.has(table) ? [] : [`${REWRITES[action]} ${table}`]));
  },
};
