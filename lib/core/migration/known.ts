import type { Directives } from './directives';
import type { Known } from './rule';
import { alterationsIn, at, listAt, nameAt, textAt, type Statement, type Tree } from './statement';

/** What one file knows in the beginning, and what it learns from each of its statements. */
export const nothingYet = (beside: readonly Statement[], { alone }: Directives): Known => ({ madeHere: new Set(), addedHere: new Set(), neverNull: new Set(), beside, alone });

export function learned(known: Known, statement: Statement): Known {
  const { kind, tree } = statement;
  const made = kind === 'CreateStmt' ? [nameAt(tree, 'relation')] : kind === 'CreateTableAsStmt' ? [nameAt(tree, 'into.rel')] : [];
  const added = alterationsIn(statement).flatMap(({ action, table, tree: alteration }) => (action === 'AT_AddConstraint' ? [`${table} ${textAt(alteration, 'def.Constraint.conname')}`] : []));
  return { ...known, madeHere: new Set([...known.madeHere, ...made]), addedHere: new Set([...known.addedHere, ...added]) };
}

/**
 * Columns that constraints say to have no null, each as `table column`, by the constraint's `table name`; and those of them that are
 * validated, in whichever file.
 */
export interface Promises {
  readonly columnOf: ReadonlyMap<string, string>;
  readonly neverNull: ReadonlySet<string>;
}

export function kept(promises: Promises, statement: Statement): Promises {
  const columnOf = new Map(promises.columnOf);
  const neverNull = new Set(promises.neverNull);
  for (const { action, table, name, tree } of alterationsIn(statement)) {
    const constraint = at(tree, 'def.Constraint') as Tree | undefined;
    const column = constraint === undefined ? '' : columnNeverNull(constraint);
    if (action === 'AT_AddConstraint' && column !== '') {
      columnOf.set(`${table} ${textAt(constraint, 'conname')}`, `${table} ${column}`);
      if (constraint?.skip_validation !== true) neverNull.add(`${table} ${column}`);
    }
    const validated = action === 'AT_ValidateConstraint' ? columnOf.get(`${table} ${name}`) : undefined;
    if (validated !== undefined) neverNull.add(validated);
    const gone = action === 'AT_DropConstraint' ? columnOf.get(`${table} ${name}`) : undefined;
    if (gone !== undefined) neverNull.delete(gone);
  }
  return { columnOf, neverNull };
}

/** The column of `CHECK (column IS NOT NULL)` or `NOT NULL column`; empty for any other constraint. */
function columnNeverNull(constraint: Tree): string {
  if (constraint.contype === 'CONSTR_NOTNULL') return textAt(listAt(constraint, 'keys')[0], 'String.sval');
  if (constraint.contype !== 'CONSTR_CHECK' || at(constraint, 'raw_expr.NullTest.nulltesttype') !== 'IS_NOT_NULL') return '';
  return textAt(listAt(constraint, 'raw_expr.NullTest.arg.ColumnRef.fields')[0], 'String.sval');
}
