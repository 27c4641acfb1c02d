import { iamCredentials } from '../../shared/src/database/iam-credentials';
import { taskAccount } from '../../shared/src/identity/task-account';
import { errorChain } from '../../shared/src/log/error-chain';
import type { Log } from '../../shared/src/log/log';
import { askedToEnd, runProgram } from '../../shared/src/run-program';
import { machineTime as time } from '../../shared/src/time';
import { openDatabase } from './database/open-database';
import { readSettings, type Settings } from './settings';
import { startApi } from './start-api';

/** Serves until SIGTERM. */
async function serve(settings: Settings, log: Log): Promise<void> {
  const asked = askedToEnd();
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
  const api = await Promise.race([startApi(settings, { database, taskAccount: account, log, time }), asked]);
  if (api === undefined) return;
  await asked;
  await api.drain();
}

runProgram({
  read: readSettings,
  named: ({ stage, service, release }) => ({ stage, service, release }),
  logLevel: ({ logLevel }) => logLevel,
  work: serve,
  failure: 'cannot serve',
});
