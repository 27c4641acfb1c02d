import type { AccessTable, NeedsOf } from '../iam/access-table';
import { need } from '../iam/need';
import { arnOf } from '../place';

/** What operations on a queue need; those on several messages need what those on one do: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html */
const onQueue = (action: string): NeedsOf => ({ QueueUrl }) => {
  const [, region = '', account = '', name = ''] = /^https:\/\/sqs\.([^.]+)\.amazonaws\.com\/(\d+)\/(.+)$/.exec(String(QueueUrl)) ?? [];
  return [need(`sqs:${action}`, arnOf('sqs', { account, region }, name))];
};

export const queueAccess: AccessTable = {
  SendMessage: onQueue('SendMessage'), SendMessageBatch: onQueue('SendMessage'), ReceiveMessage: onQueue('ReceiveMessage'), DeleteMessage: onQueue('DeleteMessage'), DeleteMessageBatch: onQueue('DeleteMessage'),
  ChangeMessageVisibility: onQueue('ChangeMessageVisibility'), ChangeMessageVisibilityBatch: onQueue('ChangeMessageVisibility'), GetQueueAttributes: onQueue('GetQueueAttributes'),
  GetQueueUrl: ({ QueueName, QueueOwnerAWSAccountId }, { account, region }) => [need('sqs:GetQueueUrl', arnOf('sqs', { region, account: typeof QueueOwnerAWSAccountId === 'string' ? QueueOwnerAWSAccountId : account }, String(QueueName)))],
};
