import { withConnection } from '../../edge/postgres/login';
import { administrator, type PostgresServer } from '../../edge/postgres/server';
import { reasonOf, ServiceError } from '../service-error';
import { serverSettings } from './parameters';

/** A line of an instance's log begins so: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.Concepts.PostgreSQL.overview.parameter-groups.html */
const ALWAYS = { log_line_prefix: '%t:%r:%u@%d:[%p]:' };

interface Group {
  settings: Readonly<Record<string, string>>;
  readonly servers: Set<PostgresServer>;
}

/** Parameter groups, and the real servers that follow them. */
export class ParameterGroups {
  private readonly groups = new Map<string, Group>();

  has(name: string): boolean {
    return this.groups.has(name);
  }

  create(name: string, parameters: Readonly<Record<string, unknown>>): void {
    if (this.groups.has(name)) throw new ServiceError('DBParameterGroupAlreadyExists', `Parameter group ${name} already exists`);
    this.groups.set(name, { settings: serverSettings(parameters), servers: new Set() });
  }

  /** All servers of the group take the change up at once; none does when one refuses a value. */
  async change(name: string, parameters: Readonly<Record<string, unknown>>): Promise<void> {
    const group = this.named(name);
    const before = group.settings;
    group.settings = serverSettings(parameters);
    try {
      await Promise.all([...group.servers].map((server) => configure(server, group.settings)));
    } catch (thrown) {
      group.settings = before;
      await Promise.all([...group.servers].map((server) => configure(server, before)));
      throw thrown;
    }
  }

  remove(name: string): void {
    if ((this.groups.get(name)?.servers.size ?? 0) > 0) throw new ServiceError('InvalidDBParameterGroupState', `One or more database instances are still members of this parameter group ${name}, so the group cannot be deleted`);
    this.groups.delete(name);
  }

  /** Has the server follow the group; without one it has the defaults. @throws ServiceError when PostgreSQL refuses a value */
  async follow(server: PostgresServer, name: string | undefined): Promise<void> {
    const group = name === undefined || name.startsWith('default.') ? undefined : this.named(name);
    this.leave(server);
    await configure(server, group?.settings ?? {});
    group?.servers.add(server);
  }

  leave(server: PostgresServer): void {
    for (const { servers } of this.groups.values()) servers.delete(server);
  }

  private named(name: string): Group {
    const found = this.groups.get(name);
    if (found === undefined) throw new ServiceError('DBParameterGroupNotFound', `DBParameterGroup not found: ${name}`, 404);
    return found;
  }
}

/** PostgreSQL itself judges the values. */
async function configure(server: PostgresServer, settings: Readonly<Record<string, string>>): Promise<void> {
  await withConnection(administrator(server), async (client) => {
    try {
      await client.query('alter system reset all');
      for (const [name, value] of Object.entries({ ...ALWAYS, ...settings })) await client.query(`alter system set ${client.escapeIdentifier(name)} = ${client.escapeLiteral(value)}`);
    } catch (thrown) {
      throw new ServiceError('InvalidParameterValue', reasonOf(thrown));
    }
    await client.query('select pg_reload_conf()');
  });
}
