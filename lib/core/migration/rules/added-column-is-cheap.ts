import { documentation, type MigrationRule } from '../rule';
import { alterationsIn, at, constraintsOf, listAt, textAt, type Tree } from '../statement';

/** Functions whose result is the same for the whole statement, so that it is computed once and kept in the catalogue. */
const STABLE = ['now', 'transaction_timestamp', 'statement_timestamp'];
const SERIAL = ['serial', 'bigserial', 'smallserial', 'serial2', 'serial4', 'serial8'];

export const addedColumnIsCheap: MigrationRule = {
  name: 'added-column-is-cheap',
  harm: 'blocks',
  why: 'the whole table is written anew, or read through, while nobody can read or write it',
  fix: 'add the column without it, or with a constant default; fill it in batches, and add constraints NOT VALID in a migration of their own',
  source: documentation('sql-altertable.html#SQL-ALTERTABLE-NOTES'),
  find: (statement, { madeHere }) => alterationsIn(statement)
    .filter(({ action, table }) => action === 'AT_AddColumn' && !madeHere.has(table))
    .flatMap(({ table, tree }) => costly(at(tree, 'def.ColumnDef')).map((what) => `adds ${table}.${textAt(tree, 'def.ColumnDef.colname')} with ${what}`)),
};

function costly(column: unknown): readonly string[] {
  const type = textAt(listAt(column, 'typeName.names').at(-1), 'String.sval');
  const constraints = constraintsOf(column);
  // Rows without a value refer to nothing, and are not looked at.
  const refers = ['CONSTR_FOREIGN', 'CONSTR_DEFAULT'].every((kind) => constraints.some(({ contype }) => contype === kind));
  return [
    ...(SERIAL.includes(type) ? [`the type ${type}, which numbers every row`] : []),
    ...(refers ? ['a reference that the default of every row is checked for'] : []),
    ...constraints.flatMap(costlyConstraint),
  ];
}

function costlyConstraint(constraint: Tree): readonly string[] {
  switch (constraint.contype) {
    case 'CONSTR_DEFAULT': return callsIn(constraint.raw_expr).filter((name) => !STABLE.includes(name)).map((name) => `a default that ${name}() computes for each row`);
    case 'CONSTR_IDENTITY': return ['an identity, which numbers every row'];
    // A virtual one (since PostgreSQL 18, and there the default) is computed when it is read.
    case 'CONSTR_GENERATED': return constraint.generated_kind === 'v' ? [] : ['a value that is computed and stored for each row'];
    case 'CONSTR_UNIQUE': case 'CONSTR_PRIMARY': return ['an index that is built at once'];
    case 'CONSTR_CHECK': return ['a constraint that every row is checked against'];
    default: return [];
  }
}

/** Names of the functions that an expression calls, wherever in it. */
function callsIn(expression: unknown): readonly string[] {
  if (typeof expression !== 'object' || expression === null) return [];
  const own = at(expression, 'FuncCall') === undefined ? [] : [textAt(listAt(expression, 'FuncCall.funcname').at(-1), 'String.sval')];
  return [...own, ...Object.values(expression).flatMap(callsIn)];
}
