import { iamCredentials } from '../../shared/src/database/iam-credentials';
import { taskAccount } from '../../shared/src/identity/task-account';
import type { Log } from '../../shared/src/log/log';
import { runProgram } from '../../shared/src/run-program';
import { machineTime as time } from '../../shared/src/time';
import type { Migration } from './migrations/migration';
import { runMigrations } from './migrations/run-migrations';
import { readMigrationSettings, type MigrationSettings } from './settings';

/** The files of migrations/ as JSON, which the build puts here: what ships is one file that needs nothing beside it. */
declare const MIGRATIONS: string;

/** Runs the migrations of this build once. */
async function migrate(settings: MigrationSettings, log: Log): Promise<void> {
  const applied = await runMigrations(settings, JSON.parse(MIGRATIONS) as readonly Migration[], {
    taskAccount: await taskAccount(settings.metadataUri, time),
    credentials: iamCredentials(settings.region)(settings.owner),
    time,
    log,
  });
  log.info('the schema is up to date', { applied });
}

runProgram({
  read: readMigrationSettings,
  named: ({ stage, release }) => ({ stage, service: 'migrations', release }),
  logLevel: () => 'info',
  work: migrate,
  failure: 'the schema was not brought up to date',
});
