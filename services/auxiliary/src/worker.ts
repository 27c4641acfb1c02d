import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { taskAccount } from '../../shared/src/identity/task-account';
import type { Log } from '../../shared/src/log/log';
import { runProgram, untilAskedToEnd, type Running } from '../../shared/src/run-program';
import { machineTime as time } from '../../shared/src/time';
import { bounded } from './aws';
import { workerPool } from './limits';
import { replicasOf } from './replicas-of';
import { readWorkerSettings, type WorkerSettings } from './settings';
import { dynamoDigestStore } from './worker/dynamo-digest-store';
import { dynamoLeaseBook } from './worker/dynamo-lease-book';
import { sqsWorkQueue } from './worker/sqs-work-queue';
import { startWorker } from './worker/start-worker';

async function start(settings: WorkerSettings, log: Log): Promise<Running> {
  const { metadataUri, region, queueUrl, leaseTable, digestTable } = settings;
  const account = await taskAccount(metadataUri, time);
  const dynamo = new DynamoDBClient(bounded(region));
  const sqs = new SQSClient({ ...bounded(region), ...longPolls, useQueueUrlAsEndpoint: false });
  return startWorker(settings, {
    replicas: replicasOf(settings, workerPool, log),
    book: dynamoLeaseBook(dynamo, leaseTable),
    queue: sqsWorkQueue(sqs, queueUrl),
    store: dynamoDigestStore(dynamo, { lease: leaseTable, digests: digestTable }),
    taskAccount: account,
    log,
    time,
  });
}

/** The queue answers after five seconds when it has nothing; a poll is never repeated, because its time is already counted. */
const longPolls = { maxAttempts: 1, requestHandler: { connectionTimeout: 1_000, requestTimeout: 6_500, throwOnRequestTimeout: true } };

runProgram({
  read: readWorkerSettings,
  named: ({ stage, service, release }) => ({ stage, service, release }),
  logLevel: ({ logLevel }) => logLevel,
  work: (settings, log) => untilAskedToEnd(() => start(settings, log)),
  failure: 'cannot work',
});
