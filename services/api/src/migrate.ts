import { iamCredentials } from './database/iam-credentials';
import { environment } from './environment';
import { IdentityMismatch } from './identity/identity';
import { taskAccount } from './identity/task-account';
import { errorChain } from './log/error-chain';
import { createLog } from './log/log';
import type { Migration } from './migrations/migration';
import { runMigrations } from './migrations/run-migrations';
import { readMigrationSettings, SettingsError } from './settings';
import { machineTime as time } from './time';

/** The files of migrations/ as JSON, which the build puts here: what ships is one file that needs nothing beside it. */
declare const MIGRATIONS: string;

const write = (line: string): void => void process.stdout.write(line);

/** Runs the migrations of this build once. @returns the exit code */
async function main(): Promise<number> {
  let log = createLog({ level: 'info', fields: {}, time, write });
  try {
    const settings = readMigrationSettings(environment());
    const { stage, release, metadataUri, owner, region } = settings;
    log = createLog({ level: 'info', fields: { stage, service: 'migrations', release }, time, write });
    const applied = await runMigrations(settings, JSON.parse(MIGRATIONS) as readonly Migration[], {
      taskAccount: await taskAccount(metadataUri, time),
      credentials: iamCredentials(region)(owner),
      time,
      log,
    });
    log.info('the schema is up to date', { applied });
    return 0;
  } catch (error) {
    log.error('the schema was not brought up to date', { error: errorChain(error) });
    return error instanceof SettingsError || error instanceof IdentityMismatch ? 78 : 1;
  }
}

void main().then((code) => process.exit(code));
