import { SQSClient } from '@aws-sdk/client-sqs';
import { taskAccount } from '../../shared/src/identity/task-account';
import type { Log } from '../../shared/src/log/log';
import { runProgram, untilAskedToEnd } from '../../shared/src/run-program';
import type { RunningService } from '../../shared/src/start-service';
import { machineTime as time } from '../../shared/src/time';
import { bounded } from './aws';
import { sqsRequestQueue } from './digest/sqs-request-queue';
import { taskPool } from './limits';
import { replicasOf } from './replicas-of';
import { readSettings, type Settings } from './settings';
import { startAuxiliary } from './start-auxiliary';

async function start(settings: Settings, log: Log): Promise<RunningService> {
  const account = await taskAccount(settings.metadataUri, time);
  const sqs = new SQSClient({ ...bounded(settings.region), useQueueUrlAsEndpoint: false });
  const replicas = replicasOf(settings, taskPool, log);
  return startAuxiliary(settings, { replicas, queue: sqsRequestQueue(sqs, settings.queueUrl), taskAccount: account, log, time });
}

runProgram({
  read: readSettings,
  named: ({ stage, service, release }) => ({ stage, service, release }),
  logLevel: ({ logLevel }) => logLevel,
  work: (settings, log) => untilAskedToEnd(() => start(settings, log)),
  failure: 'cannot serve',
});
