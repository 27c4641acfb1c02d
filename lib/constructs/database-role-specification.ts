import type { SessionLimits } from '../core/capacity/session-limits';

/** How the users of the database are called, by what they do. */
export const databaseUsers = {
  /** Owns the schema; only migrations log in as it. */
  owner: 'points_owner',
  writer: 'points_writer',
  reader: 'points_reader',
  /** For features that may fail: so few connections that they cannot take the database with them. */
  auxiliary: 'points_auxiliary',
  /** Looks where a write of a probe has arrived. */
  prober: 'points_prober',
} as const;

/** What the bootstrap function is told; it reads this again from its property, and refuses what it does not know. */
export interface RoleSpecification {
  readonly schema: string;
  /** Who keeps the row young by which the lag of replicas is measured. */
  readonly heartbeat: string;
  readonly roles: Readonly<Record<string, RoleLimits>>;
}

export interface RoleLimits {
  readonly may: 'own' | 'write' | 'read';
  /** Sessions at a time on each server. */
  readonly connections: number;
  readonly statementTimeoutSeconds: number;
}

/**
 * The users of the database and their limits.
 *
 * Statement limits of the API lie below the eight seconds for which a task waits, so that the server gives up first and nothing runs
 * on unseen. Those of the auxiliary tier are shorter still.
 */
export function roleSpecification(schema: string, sessions: SessionLimits): RoleSpecification {
  return {
    schema,
    heartbeat: databaseUsers.writer,
    roles: {
      [databaseUsers.owner]: { may: 'own', connections: sessions.owner, statementTimeoutSeconds: 240 },
      [databaseUsers.writer]: { may: 'write', connections: sessions.writer, statementTimeoutSeconds: 5 },
      [databaseUsers.reader]: { may: 'read', connections: sessions.reader, statementTimeoutSeconds: 5 },
      [databaseUsers.auxiliary]: { may: 'read', connections: sessions.auxiliary, statementTimeoutSeconds: 3 },
      [databaseUsers.prober]: { may: 'read', connections: sessions.prober, statementTimeoutSeconds: 5 },
    },
  };
}
