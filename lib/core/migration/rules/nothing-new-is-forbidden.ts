import { documentation, type MigrationRule } from '../rule';
import { alterationsIn, at, constraintsOf, nameAt, textAt, type Alteration } from '../statement';

export const nothingNewIsForbidden: MigrationRule = {
  name: 'nothing-new-is-forbidden',
  harm: 'breaks',
  why: 'it holds for new rows from that moment on (NOT VALID ones too), and the running release may write what it forbids or changes',
  fix: 'let a release keep to it first, and add it in a contract migration',
  source: documentation('ddl-constraints.html'),
  find: (statement, { madeHere }) => {
    const { kind, tree } = statement;
    const table = nameAt(tree, kind === 'CreatePolicyStmt' ? 'table' : 'relation');
    if (madeHere.has(table)) return [];
    if (kind === 'IndexStmt') return tree.unique === true ? [`allows equal values in ${table} no more`] : [];
    if (kind === 'CreateTrigStmt') return [`adds the trigger ${textAt(tree, 'trigname')} to ${table}`];
    if (kind === 'CreatePolicyStmt') return [`adds the policy ${textAt(tree, 'policy_name')} to ${table}`];
    return alterationsIn(statement).flatMap(forbiddenBy);
  },
};

const COLUMN: Readonly<Record<string, string>> = { CONSTR_UNIQUE: 'UNIQUE', CONSTR_PRIMARY: 'PRIMARY KEY' };

function forbiddenBy({ action, table, name, tree }: Alteration): readonly string[] {
  switch (action) {
    case 'AT_SetNotNull': return [`allows null in ${table}.${name} no more`];
    case 'AT_EnableRowSecurity': case 'AT_ForceRowSecurity': return [`hides rows of ${table}`];
    // A unique index that is there already forbids nothing new.
    case 'AT_AddConstraint': return at(tree, 'def.Constraint.indexname') === undefined ? [`adds the constraint ${textAt(tree, 'def.Constraint.conname') || 'without a name'} to ${table}`] : [];
    case 'AT_AddColumn': return constraintsOf(at(tree, 'def.ColumnDef')).flatMap(({ contype }) => (COLUMN[String(contype)] === undefined ? [] : [`adds a column to ${table} that is ${COLUMN[String(contype)]}`]));
    default: return [];
  }
}
