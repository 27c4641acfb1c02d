import { Signer } from '@aws-sdk/rds-signer';
import { Client } from 'pg';
import { between, instant } from '../../../lib/core/units';
import type { ProbedPrimary } from './judge-release';

export interface PrimaryAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
  readonly region: string;
}

/** What any role may see; of the sessions of others `pg_stat_activity` hides what they are. https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-PG-STAT-DATABASE-VIEW */
export const ROOM = `select (select sum(numbackends)::int from pg_stat_database) as sessions, current_setting('max_connections')::int as "mostSessions"`;

/** Asks the primary itself; a server in recovery is not asked. `proof` takes keys of writes as `$1` and gives a row for each one that is there. */
export function primary(address: PrimaryAddress, proof: string): ProbedPrimary {
  const { host, port, user, database, region } = address;
  const signer = new Signer({ hostname: host, port, username: user, region });
  const asking = async <T>(ask: (client: Client) => Promise<T>): Promise<T> => {
    const client = new Client({ host, port, user, database, password: () => signer.getAuthToken(), ssl: { rejectUnauthorized: true }, connectionTimeoutMillis: 5_000, query_timeout: 10_000 });
    await client.connect();
    try {
      const { rows: [server] } = await client.query<{ recovery: boolean }>('select pg_is_in_recovery() as recovery');
      if (server?.recovery !== false) throw new Error(`${host} is in recovery, not the primary`);
      return await ask(client);
    } finally {
      await client.end();
    }
  };
  return {
    recorded: (keys) => asking(async (client) => {
      const { rows } = await client.query<string[]>({ text: proof, values: [[...keys]], rowMode: 'array' });
      return new Set(rows.map(([key]) => String(key)));
    }),
    room: () => asking(async (client) => {
      const start = instant(performance.now());
      const { rows: [room] } = await client.query<{ sessions: number; mostSessions: number }>(ROOM);
      if (room === undefined) throw new Error(`${host} does not say how many sessions it has`);
      return { ...room, answeredIn: between(start, instant(performance.now())) };
    }),
  };
}
