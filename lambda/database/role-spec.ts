import type { Checked } from '../../lib/core/checked';
import { Reader } from '../../lib/core/reader';

/** Who may do what in a database: the property `Roles` of the custom resource, as JSON. A change of it runs the function again. */
export interface RoleSpec {
  /** Its tables belong to the owner; the others reach what their rights allow. */
  readonly schema: string;
  readonly roles: readonly DatabaseRole[];
  /** The role that keeps `platform.heartbeat` young, by which the lag of replicas is measured. */
  readonly heartbeat: string;
}

export interface DatabaseRole {
  readonly name: string;
  /**
   * `own` has the schema and everything in it, for migrations; `write` reads everything, and changes what a migration lets
   * it change; `read` reads everything, and its transactions are read-only.
   */
  readonly may: 'own' | 'write' | 'read';
  /** Sessions at a time on each server. */
  readonly connections: number;
  /** A statement that takes longer is ended. Set here because setting it in a session pins a connection of the proxy. */
  readonly statementTimeoutSeconds: number;
}

const NAME = { pattern: /^[a-z][a-z0-9_]{0,62}$/, like: 'a name of small letters, digits and underscores' };

/**
 * Reads the property, which looks like this:
 * `{"schema": "points", "heartbeat": "points_writer",
 *   "roles": {"points_writer": {"may": "write", "connections": 48, "statementTimeoutSeconds": 5}}}`
 */
export function readRoleSpec(text: unknown): Checked<RoleSpec> {
  const read = new Reader(parsed(text), 'Roles');
  const schema = read.text('schema', NAME);
  const byName = read.object('roles');
  const roles = namesIn(read.raw('roles')).map((name) => readRole(byName, name));
  if (roles.filter(({ may }) => may === 'own').length !== 1) read.wrong('roles', 'must hold exactly one role that may own');
  const heartbeat = read.text('heartbeat', NAME);
  if (heartbeat !== '' && !roles.some(({ name, may }) => name === heartbeat && may === 'write')) {
    read.wrong('heartbeat', `must be a role that may write, got ${JSON.stringify(heartbeat)}`);
  }
  read.onlyKnownKeys();
  return read.result({ schema, roles, heartbeat });
}

function readRole(byName: Reader, name: string): DatabaseRole {
  const read = byName.object(name);
  if (!NAME.pattern.test(name)) byName.wrong(name, `must be ${NAME.like}`);
  const role: DatabaseRole = {
    name,
    may: read.oneOf('may', ['read', 'write', 'own']),
    connections: read.integer('connections', { min: 1, max: 5_000 }),
    statementTimeoutSeconds: read.integer('statementTimeoutSeconds', { min: 1, max: 3_600 }),
  };
  read.onlyKnownKeys();
  return role;
}

const namesIn = (roles: unknown): readonly string[] => (typeof roles === 'object' && roles !== null ? Object.keys(roles) : []);

function parsed(text: unknown): unknown {
  try {
    return typeof text === 'string' ? JSON.parse(text) : text;
  } catch {
    return text;
  }
}
