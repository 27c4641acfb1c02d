import { escapeIdentifier } from 'pg';
import type { RoleSpec } from './role-spec';

/**
 * The table whose one row the service keeps young, so that its age on a replica is the replica's lag, at night too. Nobody
 * can add a row or take it away, and the time in it comes from the service.
 */
export function heartbeatStatements({ roles, heartbeat }: RoleSpec): readonly string[] {
  const all = roles.map(({ name }) => escapeIdentifier(name)).join(', ');
  return [
    `create table if not exists platform.heartbeat (
       beaten_at timestamptz,
       only_one boolean primary key default true check (only_one)
     )`,
    'insert into platform.heartbeat default values on conflict do nothing',
    `revoke all on platform.heartbeat from ${all}`,
    `grant select on platform.heartbeat to ${all}`,
    `grant update (beaten_at) on platform.heartbeat to ${escapeIdentifier(heartbeat)}`,
  ];
}
