import { iamCredentials } from './database/iam-credentials';
import { openDatabase } from './database/open-database';
import { environment } from './environment';
import { IdentityMismatch } from './identity/identity';
import { taskAccount } from './identity/task-account';
import { errorChain } from './log/error-chain';
import { createLog, type Log } from './log/log';
import { readSettings, SettingsError, type Settings } from './settings';
import { startApi } from './start-api';
import { machineTime as time } from './time';

const write = (line: string): void => void process.stdout.write(line);

/** As sysexits.h has it: the configuration is wrong, and starting again cannot help. */
const WRONG_CONFIGURATION = 78;

/** Serves until SIGTERM. @returns the exit code */
async function main(): Promise<number> {
  let log = createLog({ level: 'info', fields: {}, time, write });
  process.on('uncaughtException', (error) => {
    log.error('crashed', { error: errorChain(error) });
    process.exit(1);
  });
  try {
    const settings = readSettings(environment());
    const { stage, service, release } = settings;
    log = createLog({ level: settings.logLevel, fields: { stage, service, release }, time, write });
    await serve(settings, log);
    return 0;
  } catch (error) {
    log.error('cannot serve', { error: errorChain(error) });
    return error instanceof SettingsError || error instanceof IdentityMismatch ? WRONG_CONFIGURATION : 1;
  }
}

async function serve(settings: Settings, log: Log): Promise<void> {
  const askedToEnd = new Promise<undefined>((resolve) => process.once('SIGTERM', () => resolve(undefined)));
  const account = await taskAccount(settings.metadataUri, time);
  const database = openDatabase({
    database: settings.database,
    writer: settings.writer,
    readers: settings.readers,
    credentialsFor: iamCredentials(settings.region),
    applicationName: `${settings.service} ${settings.release}`,
    time,
    onTrouble: (what, { host, user }, error) => log.warn(what, { host, user, error: errorChain(error) }),
  });
  // Before it listens there is nothing to drain.
  const api = await Promise.race([startApi(settings, { database, taskAccount: account, log, time }), askedToEnd]);
  if (api === undefined) return;
  await askedToEnd;
  await api.drain();
}

void main().then((code) => process.exit(code));
