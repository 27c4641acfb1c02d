import { Signer } from '@aws-sdk/rds-signer';
import { Client } from 'pg';

export interface PrimaryAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
  readonly region: string;
}

/** Asks the primary itself which writes it knows; a server in recovery is not asked. `proof` takes the keys as `$1` and gives a row for each one that is there. */
export function primary(address: PrimaryAddress, proof: string): (keys: readonly string[]) => Promise<ReadonlySet<string>> {
  const { host, port, user, database, region } = address;
  const signer = new Signer({ hostname: host, port, username: user, region });
  return async (keys) => {
    const client = new Client({ host, port, user, database, password: () => signer.getAuthToken(), ssl: { rejectUnauthorized: true }, connectionTimeoutMillis: 5_000, query_timeout: 10_000 });
    await client.connect();
    try {
      const { rows: [server] } = await client.query<{ recovery: boolean }>('select pg_is_in_recovery() as recovery');
      if (server?.recovery !== false) throw new Error(`${host} is in recovery, not the primary`);
      const { rows } = await client.query<string[]>({ text: proof, values: [[...keys]], rowMode: 'array' });
      return new Set(rows.map(([key]) => String(key)));
    } finally {
      await client.end();
    }
  };
}
