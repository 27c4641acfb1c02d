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

/** What one task of the service opens at most on each server, as the service itself says it. */
const sessionsOfTask = 6;
/** Blue and green are both at full size during a release. */
const colours = 2;

/**
 * The users of the database and their limits, for a service of up to `maxTasks` tasks.
 *
 * Statement limits of the service lie below the eight seconds for which a task waits, so that the server gives up first and nothing
 * runs on unseen.
 */
export function roleSpecification(schema: string, maxTasks: number): RoleSpecification {
  const service = colours * maxTasks * sessionsOfTask;
  return {
    schema,
    heartbeat: databaseUsers.writer,
    roles: {
      [databaseUsers.owner]: { may: 'own', connections: 5, statementTimeoutSeconds: 240 },
      [databaseUsers.writer]: { may: 'write', connections: service, statementTimeoutSeconds: 5 },
      [databaseUsers.reader]: { may: 'read', connections: service, statementTimeoutSeconds: 5 },
      [databaseUsers.auxiliary]: { may: 'read', connections: 10, statementTimeoutSeconds: 3 },
      [databaseUsers.prober]: { may: 'read', connections: 30, statementTimeoutSeconds: 5 },
    },
  };
}
