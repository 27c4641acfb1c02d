import type { Clock } from '../../core/time';
import { prepareLikeRds } from '../../edge/postgres/like-rds';
import { withConnection, type Login } from '../../edge/postgres/login';
import { startPostgresPair, type PostgresPair } from '../../edge/postgres/pair';
import { administrator, logOf, type PostgresServer } from '../../edge/postgres/server';
import type { PostgresTemplate } from '../../edge/postgres/template';
import type { Authority } from '../certificates/authority';
import type { MetricStore } from '../cloudwatch/metric-store';
import type { Identities } from '../iam/identities';
import type { LogStore } from '../logs/log-store';
import type { Attached, Target } from '../network/attached';
import { ServiceError } from '../service-error';
import type { ConnectPermission } from './connect-permission';
import { startDatabaseEndpoint, type DatabaseEndpoint } from './endpoint/database-endpoint';
import { judgeToken } from './endpoint/token';
import { failOver } from './fail-over';
import { exportLog } from './log-export';
import { measureDatabases } from './metrics';
import { ParameterGroups } from './parameter-groups';
import { Presence, tellOfPrimaries } from './presence';

export interface DatabasePorts {
  readonly postgres: PostgresTemplate;
  readonly authority: Authority;
  readonly identities: Identities;
  readonly wall: Clock;
  readonly model: Clock;
  readonly logs: LogStore;
  readonly metrics: MetricStore;
  readonly publish: (host: string, port: number, actualPort: number, target: Target) => void;
  readonly withdraw: (host: string, port: number) => void;
}

/** One source instance with its replica. */
export interface Database {
  /** Under which IAM knows the instance. */
  readonly resourceId: string;
  readonly attached: Attached;
  readonly pair: PostgresPair;
  /** Of its primary. */
  readonly presence: Presence;
  readonly name: string;
  readonly master: { readonly user: string; readonly password: () => string };
}

/** Where an address is in the network, and who may log in there. */
export interface Address {
  readonly attached: Attached;
  readonly mayConnect: ConnectPermission;
}

/** What an instance is asked to be. */
export interface NewInstance extends Address {
  readonly identifier: string;
  readonly host: string;
  readonly port: number;
  /** The instance that it reads from; its own identifier for a source. */
  readonly source: string;
  readonly isReplica: boolean;
  readonly takesTokens: boolean;
}

interface Instance extends NewInstance {
  readonly database: Database;
  readonly server: PostgresServer;
  readonly endpoint: DatabaseEndpoint;
  log: Disposable | undefined;
}

/** One server, past tokens and security groups, for an observer of the rehearsal. */
export interface ObservedServer {
  readonly name: 'primary' | 'replica';
  /** As the platform itself, in its own database. */
  readonly platform: Login;
  readonly loginAs: (user: string, database: string) => Login;
}

interface Proxy {
  readonly host: string;
  readonly addressFor: (database: Database) => Address;
  endpoint: DatabaseEndpoint | undefined;
  /** Of the server behind it. */
  presence: Presence | undefined;
}

/** A proxy has no other port. */
const PROXY_PORT = 5432;

/** Amazon RDS for PostgreSQL: real servers behind addresses that ask for TLS and a token. */
export class Databases implements AsyncDisposable {
  readonly sources = new Map<string, Database>();
  readonly parameterGroups = new ParameterGroups();
  private readonly instances = new Map<string, Instance>();
  private readonly proxies = new Map<string, Proxy>();
  private readonly closing = new AbortController();
  private started = 0;

  constructor(private readonly ports: DatabasePorts) {}

  /** Starts primary and replica; the replica gets an address when the template asks for it. */
  async start(identifier: string, { resourceId, attached }: Pick<Database, 'resourceId' | 'attached'>, name: string, user: string, password: () => string): Promise<Database> {
    if (this.instances.has(identifier)) throw new ServiceError('DBInstanceAlreadyExists', 'DB instance already exists');
    this.started += 1;
    // Nothing is measured before there is something.
    if (this.started === 1) this.measure();
    const pair = await startPostgresPair(this.ports.postgres, `db${this.started}`);
    await prepareLikeRds(pair.primary, { master: user, database: name });
    const presence = new Presence();
    void failOver(pair.primary, presence, this.ports.model, this.closing.signal);
    void failOver(pair.replica, new Presence(), this.ports.model, this.closing.signal);
    const database = { resourceId, attached, pair, presence, name, master: { user, password } };
    this.sources.set(identifier, database);
    return database;
  }

  /** Opens the address of an instance. @throws ServiceError `DBInstanceNotFound` for a replica of nothing */
  async open(wanted: NewInstance): Promise<void> {
    const { identifier, host, port, source, isReplica, takesTokens, attached, mayConnect } = wanted;
    if (this.instances.has(identifier)) throw new ServiceError('DBInstanceAlreadyExists', 'DB instance already exists');
    const database = this.source(source);
    const server = isReplica ? database.pair.replica : database.pair.primary;
    const endpoint = await this.serve(host, port, database, server, { takes: takesTokens ? 'token-or-password' : 'password', attached, mayConnect });
    this.instances.set(identifier, { ...wanted, database, server, endpoint, log: undefined });
  }

  /** Has the instance follow a parameter group and show its log, or no longer. */
  async configure(identifier: string, { parameterGroup, exportsLog }: { readonly parameterGroup: string | undefined; readonly exportsLog: boolean }): Promise<void> {
    const instance = this.instances.get(identifier);
    if (instance === undefined) return;
    await this.parameterGroups.follow(instance.server, parameterGroup);
    if (!exportsLog) instance.log?.[Symbol.dispose]();
    instance.log = exportsLog ? instance.log ?? exportLog(logOf(instance.server), identifier, this.ports) : undefined;
  }

  /** Ends an instance; a source with its servers. It may be gone already. */
  async remove(identifier: string): Promise<void> {
    const instance = this.instances.get(identifier);
    this.instances.delete(identifier);
    if (instance !== undefined) {
      instance.log?.[Symbol.dispose]();
      this.parameterGroups.leave(instance.server);
      await instance.endpoint[Symbol.asyncDispose]();
      this.ports.withdraw(instance.host, instance.port);
    }
    const database = this.sources.get(identifier);
    this.sources.delete(identifier);
    await database?.pair[Symbol.asyncDispose]();
  }

  /** A proxy has an address from its creation on, and answers there from the moment at which it has a target. */
  announceProxy(name: string, host: string, addressFor: Proxy['addressFor']): void {
    if (this.proxies.has(name)) throw new ServiceError('DBProxyAlreadyExistsFault', `DB proxy ${name} already exists.`);
    this.proxies.set(name, { host, addressFor, endpoint: undefined, presence: undefined });
  }

  /** The region's proxy pools nothing: it is one more address of the primary. */
  async serveProxy(name: string, instance: string): Promise<void> {
    const proxy = this.proxies.get(name);
    if (proxy === undefined) throw new ServiceError('DBProxyNotFoundFault', `DB proxy ${name} not found.`, 404);
    const database = this.source(instance);
    proxy.endpoint = await this.serve(proxy.host, PROXY_PORT, database, database.pair.primary, { takes: 'token', ...proxy.addressFor(database) });
    proxy.presence = database.presence;
  }

  async closeProxy(name: string): Promise<void> {
    const proxy = this.proxies.get(name);
    if (proxy?.endpoint === undefined) return;
    await proxy.endpoint[Symbol.asyncDispose]();
    proxy.endpoint = undefined;
    proxy.presence = undefined;
    this.ports.withdraw(proxy.host, PROXY_PORT);
  }

  async removeProxy(name: string): Promise<void> {
    await this.closeProxy(name);
    this.proxies.delete(name);
  }

  /** Open sessions by address. */
  connections(): Readonly<Record<string, number>> {
    const served = [...this.instances.values(), ...[...this.proxies.values()].map((proxy) => ({ ...proxy, port: PROXY_PORT }))];
    return Object.fromEntries(served.flatMap(({ host, port, endpoint }) => (endpoint === undefined ? [] : [[`${host}:${port}`, endpoint.connections()]])));
  }

  /** Has the primary of a source fail over: it is away at once, and comes back as `failOver` says. */
  async crashPrimary(identifier: string): Promise<void> {
    await this.source(identifier).pair.primary.crash();
  }

  /** A superuser's login to the primary, for what an observer of the rehearsal looks up. */
  observer(identifier: string): Login | undefined {
    const database = this.sources.get(identifier);
    return database === undefined ? undefined : administrator(database.pair.primary, database.name);
  }

  /** The servers of a source; none of no source. */
  servers(identifier: string | undefined): readonly ObservedServer[] {
    const database = identifier === undefined ? undefined : this.sources.get(identifier);
    if (database === undefined) return [];
    return (['primary', 'replica'] as const).map((name) => {
      const server = database.pair[name];
      return { name, platform: administrator(server), loginAs: (user, wanted) => ({ ...administrator(server, wanted), user }) };
    });
  }

  /** A login of any user to the replica, past tokens and security groups, for a rehearsal that plays that user. */
  replicaAs(user: string, identifier: string): Login | undefined {
    const database = this.sources.get(identifier);
    return database === undefined ? undefined : { ...administrator(database.pair.replica, database.name), user };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.closing.abort();
    await Promise.all([...this.proxies.keys()].map((name) => this.closeProxy(name)));
    await Promise.all([...this.instances.keys(), ...this.sources.keys()].map((identifier) => this.remove(identifier)));
  }

  private source(identifier: string): Database {
    const found = this.sources.get(identifier);
    if (found === undefined) throw new ServiceError('DBInstanceNotFound', `DBInstance ${identifier} not found.`, 404);
    return found;
  }

  private async serve(host: string, port: number, database: Database, server: PostgresServer, door: Door): Promise<DatabaseEndpoint> {
    const endpoint = await startDatabaseEndpoint({
      tls: this.ports.authority.issue([host]),
      server: () => `${server.host}/.s.PGSQL.${server.port}`,
      refuse: (user, password) => this.refuse({ host, port, user }, password, database, server, door),
    });
    this.ports.publish(host, port, endpoint.port, { attached: door.attached, isPublic: false });
    return endpoint;
  }

  private measure(): void {
    const clients = (): Readonly<Record<string, number>> => Object.fromEntries([...this.proxies].map(([name, { endpoint }]) => [name, endpoint?.connections() ?? 0]));
    const presences = (): Readonly<Record<string, Presence>> => Object.fromEntries([...this.proxies].flatMap(([name, { presence }]) => (presence === undefined ? [] : [[name, presence]])));
    const { metrics, model } = this.ports;
    const measuring = [
      measureDatabases(() => [...this.instances.values()], clients, metrics, model, this.closing.signal),
      tellOfPrimaries(presences, metrics, model, this.closing.signal),
    ];
    void Promise.all(measuring).catch((thrown: unknown) => {
      if (!this.closing.signal.aborted) throw thrown;
    });
  }

  /** The master user comes with the password of its secret; members of `rds_iam` with a token, and only with one. */
  private async refuse(claim: { host: string; port: number; user: string }, password: string, database: Database, server: PostgresServer, door: Door): Promise<string | undefined> {
    const { takes, mayConnect } = door;
    const refused = `password authentication failed for user "${claim.user}"`;
    if (claim.user === database.master.user && takes !== 'token') return password === database.master.password() ? undefined : refused;
    const byToken = takes !== 'password' && await withConnection(administrator(server), async (client) => {
      const { rows } = await client.query<{ member: boolean }>("select pg_has_role(rolname, 'rds_iam', 'usage') as member from pg_roles where rolname = $1", [claim.user]);
      return rows[0]?.member === true;
    });
    if (!byToken) return refused;
    const judged = judgeToken(password, claim, this.ports.wall.now(), (accessKeyId) => this.ports.identities.byAccessKey(accessKeyId));
    const why = judged.ok ? mayConnect(judged.identity, claim.user) : judged.why;
    return why === undefined ? undefined : `PAM authentication failed for user "${claim.user}": ${why}`;
  }
}

/** What an address asks for, and of whom. */
interface Door extends Address {
  readonly takes: 'token' | 'password' | 'token-or-password';
}
