import type { Clock } from '../../core/time';
import { withConnection, type Login } from '../../edge/postgres/login';
import { prepareLikeRds } from '../../edge/postgres/like-rds';
import { startPostgresPair, type PostgresPair } from '../../edge/postgres/pair';
import { administrator, type PostgresServer } from '../../edge/postgres/server';
import type { PostgresTemplate } from '../../edge/postgres/template';
import type { Authority } from '../certificates/authority';
import type { Identities } from '../iam/identities';
import { ServiceError } from '../service-error';
import { startDatabaseEndpoint, type DatabaseEndpoint } from './endpoint/database-endpoint';
import type { ConnectPermission } from './connect-permission';
import type { Attached, Target } from '../network/attached';
import { judgeToken } from './endpoint/token';

export interface DatabasePorts {
  readonly postgres: PostgresTemplate;
  readonly authority: Authority;
  readonly identities: Identities;
  readonly wall: Clock;
  readonly publish: (host: string, port: number, actualPort: number, target: Target) => void;
}

/** One source instance with its replica. */
export interface Database {
  /** Under which IAM knows the source instance. */
  readonly resourceId: string;
  readonly attached: Attached;
  readonly pair: PostgresPair;
  readonly name: string;
  readonly master: { readonly user: string; readonly password: () => string };
}

/** Where an address is in the network, and who may log in there. */
export interface Address {
  readonly attached: Attached;
  readonly mayConnect: ConnectPermission;
}

/** Amazon RDS for PostgreSQL: real servers behind addresses that ask for TLS and a token. */
export class Databases implements AsyncDisposable {
  readonly sources = new Map<string, Database>();
  private readonly endpoints = new Map<string, DatabaseEndpoint>();
  private readonly proxies = new Map<string, { readonly host: string; readonly addressFor: (database: Database) => Address }>();
  private started = 0;

  constructor(private readonly ports: DatabasePorts) {}

  /** Starts primary and replica; the replica gets an address when the template asks for it. */
  async start(identifier: string, { resourceId, attached }: Pick<Database, 'resourceId' | 'attached'>, name: string, user: string, password: () => string): Promise<Database> {
    this.started += 1;
    const pair = await startPostgresPair(this.ports.postgres, `db${this.started}`);
    await prepareLikeRds(pair.primary, { master: user, database: name });
    const database = { resourceId, attached, pair, name, master: { user, password } };
    this.sources.set(identifier, database);
    return database;
  }

  /** Opens an address for one of a database's servers. */
  async open(host: string, port: number, database: Database, server: PostgresServer, { attached, mayConnect }: Address): Promise<void> {
    const endpoint = await startDatabaseEndpoint({
      tls: this.ports.authority.issue([host]),
      server: () => `${server.host}/.s.PGSQL.${server.port}`,
      refuse: (user, password) => this.refuse({ host, port, user }, password, database, server, mayConnect),
    });
    this.endpoints.set(`${host}:${port}`, endpoint);
    this.ports.publish(host, port, endpoint.port, { attached, isPublic: false });
  }

  /** A proxy has an address from its creation on, and answers there from the moment at which it has a target. */
  announceProxy(name: string, host: string, addressFor: (database: Database) => Address): void {
    this.proxies.set(name, { host, addressFor });
  }

  /** The region's proxy pools nothing: it is one more address of the primary. */
  async serveProxy(name: string, port: number, database: Database): Promise<void> {
    const proxy = this.proxies.get(name);
    if (proxy === undefined) throw new ServiceError('DBProxyNotFoundFault', `DB proxy ${name} not found.`, 404);
    await this.open(proxy.host, port, database, database.pair.primary, proxy.addressFor(database));
  }

  async close(host: string, port: number): Promise<void> {
    await this.endpoints.get(`${host}:${port}`)?.[Symbol.asyncDispose]();
    this.endpoints.delete(`${host}:${port}`);
  }

  /** Open sessions by address. */
  connections(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.endpoints].map(([address, endpoint]) => [address, endpoint.connections()]));
  }

  /** A superuser's login to the primary, for what an observer of the rehearsal looks up. */
  observer(identifier: string): Login | undefined {
    const database = this.sources.get(identifier);
    return database === undefined ? undefined : administrator(database.pair.primary, database.name);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.endpoints.values()].map((endpoint) => endpoint[Symbol.asyncDispose]()));
    await Promise.all([...this.sources.values()].map(({ pair }) => pair[Symbol.asyncDispose]()));
  }

  /** The master user comes with the password of its secret; members of `rds_iam` with a token, and only with one. */
  private async refuse(claim: { host: string; port: number; user: string }, password: string, database: Database, server: PostgresServer, mayConnect: ConnectPermission): Promise<string | undefined> {
    const failed = `PAM authentication failed for user "${claim.user}"`;
    if (claim.user === database.master.user) return password === database.master.password() ? undefined : `password authentication failed for user "${claim.user}"`;
    const byToken = await withConnection(administrator(server), async (client) => {
      const { rows } = await client.query<{ member: boolean }>("select pg_has_role(rolname, 'rds_iam', 'usage') as member from pg_roles where rolname = $1", [claim.user]);
      return rows[0]?.member;
    });
    if (byToken !== true) return `password authentication failed for user "${claim.user}"`;
    const judged = judgeToken(password, claim, this.ports.wall.now(), (accessKeyId) => this.ports.identities.byAccessKey(accessKeyId));
    if (!judged.ok) return `${failed}: ${judged.why}`;
    const refusal = mayConnect(judged.identity, claim.user);
    return refusal === undefined ? undefined : `${failed}: ${refusal}`;
  }
}
