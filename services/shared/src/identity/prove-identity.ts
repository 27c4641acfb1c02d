import type { Select } from '../database/query';
import { databaseIdentity } from './database-identity';
import { disagreements } from './disagreements';
import type { Identity } from './identity';
import { IdentityMismatch } from './identity';

/** Something that can be asked for the identity row. */
export interface IdentitySource {
  select<Row>(query: Select<Row>): Promise<readonly Row[]>;
}

/**
 * Compares what the task was told with what its platform and its databases say.
 *
 * The account is compared before any database is asked, so that a build for another environment does not even log in there.
 *
 * @throws IdentityMismatch, or DatabaseFailure when a database cannot be asked
 */
export async function proveIdentity(
  settings: Identity,
  taskAccount: string,
  sources: Readonly<Record<string, IdentitySource>>,
): Promise<void> {
  refuse(disagreements({ settings, taskAccount, databases: {} }));
  const asked = Object.entries(sources).map(async ([connection, source]) => [connection, await identityOf(source)] as const);
  refuse(disagreements({ settings, taskAccount, databases: Object.fromEntries(await Promise.all(asked)) }));
}

async function identityOf(source: IdentitySource): Promise<Identity> {
  const [identity] = await source.select(databaseIdentity());
  return identity ?? { stage: 'no stage (platform.identity is empty)', account: 'none' };
}

function refuse(found: readonly string[]): void {
  if (found.length > 0) throw new IdentityMismatch(found);
}
