import { accepted, type Checked } from '../../core/checked';
import type { Migration } from '../../core/ledger/fact';
import { checkMigrations } from '../../core/migration/check-migrations';
import { readMigrations, type MigrationFile } from '../workload/read-migrations';
import { parseMigration } from './parse-migration';
import { UnfitMigrations } from './unfit-migrations';

/**
 * The migrations in a directory, each with its shape, once none of them would block or break the release that runs meanwhile.
 *
 * @param name how messages call the directory, such as `migrations`
 * @throws when files are misnamed
 */
export async function checkDirectory(directory: string, name: string): Promise<Checked<readonly (MigrationFile & Migration)[]>> {
  const files = await readMigrations(directory);
  const parsed = await Promise.all(files.map(({ id, sql }) => parseMigration(`${name}/${id}.sql`, sql)));
  const wrong = parsed.flatMap((one) => (one.ok ? [] : one.problems));
  const read = parsed.flatMap((one) => (one.ok ? [one.value] : []));
  const problems = wrong.length > 0 ? wrong : checkMigrations(read);
  if (problems.length > 0) return { ok: false, problems };
  return accepted(files.map((file, at) => ({ ...file, name: file.id, shape: read[at]?.directives.shape ?? 'expand' })));
}

/**
 * What the ledger records of a release's migrations.
 *
 * @throws UnfitMigrations
 */
export async function readMigrationShapes(directory: string): Promise<readonly Migration[]> {
  const checked = await checkDirectory(directory, 'migrations');
  if (!checked.ok) throw new UnfitMigrations(checked.problems);
  return checked.value.map(({ name, shape }) => ({ name, shape }));
}
