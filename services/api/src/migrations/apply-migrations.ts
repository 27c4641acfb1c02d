import { DatabaseError, type ClientBase } from 'pg';
import type { Log } from '../../../shared/src/log/log';
import type { Time } from '../../../shared/src/time';
import { dropHalfBuiltIndexes } from './half-built-indexes';
import { checksumOf, isAlone, type Migration } from './migration';
import { planMigrations, type AppliedMigration } from './plan-migrations';

export interface MigrationRun {
  readonly release: string;
  readonly time: Time;
  readonly log: Log;
}

/** The number of the lock that one runner at a time holds; a constant of ours among the database's advisory locks. */
const RUNNER_LOCK = 7_305_018;

const LEDGER = `create table if not exists points.migrations (
  id text primary key, checksum text not null, release text not null, applied_at timestamptz not null
)`;

/** How often a migration tries to get its locks, before the release is given up. */
const TRIES = 20;

/**
 * Brings the schema `points` up to date and resolves with what was applied now. Runs side by side wait for each other, so
 * that each migration is applied once.
 *
 * Each migration is a transaction with its line in the ledger (but those that stand alone), and waits at most two seconds for a lock: behind a waiting
 * ALTER TABLE every query of the live release would queue up. A lock not got in time is tried for again.
 *
 * @throws when the plan is refused, or a migration fails; those before it stay applied
 */
export async function applyMigrations(client: ClientBase, migrations: readonly Migration[], run: MigrationRun): Promise<readonly string[]> {
  // Long enough for another runner's migrations; with the session the lock is gone too.
  await client.query(`set lock_timeout = '120s'`);
  await client.query('select pg_advisory_lock($1)', [RUNNER_LOCK]);
  await client.query(LEDGER);
  const { rows } = await client.query<AppliedMigration>('select id, checksum from points.migrations');
  const plan = planMigrations(migrations, rows);
  if (plan.kind === 'refuse') throw new Error(plan.because);
  for (const migration of plan.pending) await applyPatiently(client, migration, run);
  await client.query('select pg_advisory_unlock($1)', [RUNNER_LOCK]);
  return plan.pending.map(({ id }) => id);
}

async function applyPatiently(client: ClientBase, migration: Migration, run: MigrationRun): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await (isAlone(migration) ? applyAlone : apply)(client, migration, run);
    } catch (error) {
      await client.query('rollback').catch(() => undefined);
      // lock_not_available
      if (!(error instanceof DatabaseError) || error.code !== '55P03' || tries === TRIES) {
        throw new Error(`migration ${migration.id} failed, and ${isAlone(migration) ? 'the next run begins it again' : 'nothing of it was applied'}`, { cause: error });
      }
      run.log.info('a migration waits for a lock', { migration: migration.id, tries });
      await run.time.sleep(1_000);
    }
  }
}

async function apply(client: ClientBase, migration: Migration, { release, time, log }: MigrationRun): Promise<void> {
  await client.query('begin');
  await client.query(`set local lock_timeout = '2s'`);
  await client.query(migration.sql);
  await record(client, migration, release, time);
  await client.query('commit');
  log.info('a migration was applied', { migration: migration.id });
}

/**
 * Without a transaction there may be a half of it from a try before, which has to go first. What waits here makes nobody else wait: the
 * lock of what is done CONCURRENTLY goes with reads and writes.
 */
async function applyAlone(client: ClientBase, migration: Migration, { release, time, log }: MigrationRun): Promise<void> {
  await client.query(`set lock_timeout = '30s'`);
  await dropHalfBuiltIndexes(client);
  await client.query(migration.sql);
  await record(client, migration, release, time);
  log.info('a migration was applied', { migration: migration.id });
}

async function record(client: ClientBase, migration: Migration, release: string, time: Time): Promise<void> {
  await client.query('insert into points.migrations (id, checksum, release, applied_at) values ($1, $2, $3, $4)', [
    migration.id, checksumOf(migration), release, time.now().toISOString(),
  ]);
}
