import { escapeIdentifier } from 'pg';
import type { DatabaseRole, RoleSpec } from './role-spec';

/**
 * The statements that bring one role to what the spec says. They may run again and again.
 *
 * Every role logs in with IAM tokens: on RDS its membership in `rds_iam` turns passwords off for it.
 */
export function roleStatements({ name, may, connections, statementTimeoutSeconds }: DatabaseRole, exists: boolean): readonly string[] {
  const role = escapeIdentifier(name);
  return [
    ...(exists ? [] : [`create role ${role}`]),
    `alter role ${role} login nocreaterole nocreatedb connection limit ${connections}`,
    `alter role ${role} set statement_timeout = '${statementTimeoutSeconds}s'`,
    // A transaction left open holds locks, and holds back vacuum on the primary.
    `alter role ${role} set idle_in_transaction_session_timeout = '30s'`,
    may === 'read' ? `alter role ${role} set default_transaction_read_only = on` : `alter role ${role} reset default_transaction_read_only`,
  ];
}

/**
 * The schema, its owner, and what the other roles get in it: for tables that are there, and by default for those to come.
 * A migration gives the writer what it may change, so that entries which are only ever added cannot be changed.
 */
export function schemaStatements({ schema: name, roles }: RoleSpec, database: string): readonly string[] {
  const [schema, owner] = [escapeIdentifier(name), namesOf(roles.filter(({ may }) => may === 'own'))];
  const [readers, all] = [namesOf(roles.filter(({ may }) => may !== 'own')), namesOf(roles)];
  return [
    `revoke connect, temporary on database ${escapeIdentifier(database)} from public`,
    `grant connect on database ${escapeIdentifier(database)} to ${all}`,
    `create schema if not exists ${schema} authorization ${owner}`,
    ...(readers === '' ? [] : [
      `grant usage on schema ${schema} to ${readers}`,
      `grant select on all tables in schema ${schema} to ${readers}`,
      `alter default privileges for role ${owner} in schema ${schema} grant select on tables to ${readers}`,
    ]),
  ];
}

const namesOf = (roles: readonly DatabaseRole[]): string => roles.map(({ name }) => escapeIdentifier(name)).join(', ');
