import { Client } from 'pg';
import type { Credentials } from '../../../shared/src/database/open-pool';
import type { Select } from '../../../shared/src/database/query';
import { proveIdentity, type IdentitySource } from '../../../shared/src/identity/prove-identity';
import { poolLimits } from '../database/limits';
import type { MigrationSettings } from '../settings';
import { applyMigrations, type MigrationRun } from './apply-migrations';
import type { Migration } from './migration';

export interface MigrationPorts extends Omit<MigrationRun, 'release'> {
  readonly taskAccount: string;
  readonly credentials: Credentials;
}

/**
 * Proves that this task belongs to the database in front of it, then migrates as the schema's owner.
 *
 * @throws IdentityMismatch before anything is changed
 */
export async function runMigrations(
  settings: Pick<MigrationSettings, 'stage' | 'account' | 'release' | 'database' | 'owner'>,
  migrations: readonly Migration[],
  { taskAccount, credentials, time, log }: MigrationPorts,
): Promise<readonly string[]> {
  const { owner, database, release } = settings;
  const client = new Client({
    ...owner, ...credentials, database, options: '', application_name: `migrations ${release}`, connectionTimeoutMillis: poolLimits.connectTimeoutMs,
  });
  // The statement at hand fails too, and tells why.
  client.on('error', () => undefined);
  await proveIdentity(settings, taskAccount, {});
  await client.connect();
  try {
    await proveIdentity(settings, taskAccount, { owner: sourceOn(client) });
    return await applyMigrations(client, migrations, { release, time, log });
  } finally {
    await client.end();
  }
}

function sourceOn(client: Client): IdentitySource {
  return {
    select: async <Row>({ text, values, row }: Select<Row>) => {
      const { rows } = await client.query<Record<string, unknown>>(text, [...values]);
      return rows.map(row);
    },
  };
}
