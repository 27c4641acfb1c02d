import { escapeIdentifier } from 'pg';

/** Which stage and account a database belongs to. */
export interface Identity {
  readonly stage: string;
  readonly account: string;
}

/**
 * The table that tells a database whose it is: one row, in a schema that no role of the service owns, and a trigger that
 * refuses every change of it. A snapshot that is restored elsewhere needs a new row from a person who knows what it is for.
 */
export function identityStatements(roles: readonly string[]): readonly string[] {
  const all = roles.map((name) => escapeIdentifier(name)).join(', ');
  return [
    'create schema if not exists platform',
    `create table if not exists platform.identity (
       stage text not null,
       account text not null,
       only_one boolean primary key default true check (only_one)
     )`,
    `create or replace function platform.refuse_change() returns trigger language plpgsql as $$
       begin
         raise exception 'the identity of a database does not change' using errcode = 'object_not_in_prerequisite_state';
       end
     $$`,
    `create or replace trigger identity_is_immutable before update or delete or truncate on platform.identity
       for each statement execute function platform.refuse_change()`,
    `grant usage on schema platform to ${all}`,
    `grant select on platform.identity to ${all}`,
  ];
}
