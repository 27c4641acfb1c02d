import { documentation, type MigrationRule } from '../rule';
import { alterationsIn } from '../statement';

/** Each of these either harms nobody or is looked at by a rule of its own. */
const STATEMENTS = [
  'CreateStmt', 'IndexStmt', 'AlterTableStmt', 'DropStmt', 'RenameStmt', 'AlterObjectSchemaStmt', 'AlterOwnerStmt', 'CreateSchemaStmt', 'CreateSeqStmt', 'ViewStmt', 'CreateTableAsStmt',
  'CreateFunctionStmt', 'CreateTrigStmt', 'CreatePolicyStmt', 'CreateEnumStmt', 'AlterEnumStmt', 'CompositeTypeStmt', 'CreateDomainStmt', 'GrantStmt', 'AlterDefaultPrivilegesStmt', 'CommentStmt',
  'InsertStmt', 'UpdateStmt', 'DeleteStmt', 'SelectStmt', 'TruncateStmt', 'LockStmt', 'VacuumStmt', 'ClusterStmt', 'ReindexStmt', 'RefreshMatViewStmt', 'TransactionStmt', 'VariableSetStmt',
];
const ACTIONS = [
  'AT_AddColumn', 'AT_DropColumn', 'AT_ColumnDefault', 'AT_SetNotNull', 'AT_DropNotNull', 'AT_AddConstraint', 'AT_ValidateConstraint', 'AT_DropConstraint', 'AT_AlterColumnType', 'AT_DropIdentity',
  'AT_DropExpression', 'AT_SetTableSpace', 'AT_SetLogged', 'AT_SetUnLogged', 'AT_SetAccessMethod', 'AT_ClusterOn', 'AT_ChangeOwner', 'AT_EnableRowSecurity', 'AT_ForceRowSecurity', 'AT_DetachPartition',
  'AT_SetStatistics', 'AT_SetRelOptions', 'AT_ResetRelOptions', 'AT_SetOptions', 'AT_ResetOptions',
];

export const statementIsKnown: MigrationRule = {
  name: 'statement-is-known',
  harm: 'blocks',
  why: 'no rule knows what it does to the running release: a block of code, for one, can do anything',
  fix: 'use plain statements, or teach the rules what it does (lib/core/migration/rules)',
  source: documentation('explicit-locking.html#LOCKING-TABLES'),
  find: (statement) => [
    ...(STATEMENTS.includes(statement.kind) ? [] : [`is a ${statement.kind}, which no rule knows`]),
    ...alterationsIn(statement).filter(({ action }) => !ACTIONS.includes(action)).map(({ action, table }) => `alters ${table} by ${action}, which no rule knows`),
  ],
};
