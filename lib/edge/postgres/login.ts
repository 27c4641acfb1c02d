import { Client } from 'pg';

/** Who connects where; the socket directory stands in for a host. */
export interface Login {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
}

/**
 * Runs `work` on a connection of its own and closes it.
 *
 * Every setting is given here, because `pg` would otherwise take missing ones from the PG* variables of the caller.
 */
export async function withConnection<T>(login: Login, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({
    ...login, password: '', ssl: false, options: '', connectionTimeoutMillis: 5_000, application_name: 'changeover',
  });
  // A server that goes away also fails the query at hand, which is how the caller learns of it.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
