import { iamCredentials } from '../../shared/src/database/iam-credentials';
import { taskAccount } from '../../shared/src/identity/task-account';
import { errorChain } from '../../shared/src/log/error-chain';
import type { Log } from '../../shared/src/log/log';
import { runProgram, untilAskedToEnd } from '../../shared/src/run-program';
import type { RunningService } from '../../shared/src/start-service';
import { machineTime as time } from '../../shared/src/time';
import { openDatabase } from './database/open-database';
import { readSettings, type Settings } from './settings';
import { startApi } from './start-api';

async function start(settings: Settings, log: Log): Promise<RunningService> {
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
  return startApi(settings, { database, taskAccount: account, log, time });
}

runProgram({
  read: readSettings,
  named: ({ stage, service, release }) => ({ stage, service, release }),
  logLevel: ({ logLevel }) => logLevel,
  work: (settings, log) => untilAskedToEnd(() => start(settings, log)),
  failure: 'cannot serve',
});
