import {
  ChangeMessageVisibilityCommand, DeleteMessageCommand, ReceiveMessageCommand, type Message, type SQSClient,
} from '@aws-sdk/client-sqs';
import type { Delivery, WorkQueue } from './work-queue';

/** So few that the last of them is begun, and ended, while it is still hidden from others. */
const AT_ONCE = 4;

/** Every message is one's own for so long; the longest work on one takes about ten seconds. */
const HIDDEN_S = 60;

export function sqsWorkQueue(sqs: SQSClient, queueUrl: string): WorkQueue {
  const queue = { QueueUrl: queueUrl };
  return {
    receive: async (seconds) => {
      const { Messages } = await sqs.send(new ReceiveMessageCommand({
        ...queue,
        MaxNumberOfMessages: AT_ONCE,
        WaitTimeSeconds: seconds,
        VisibilityTimeout: HIDDEN_S,
        MessageSystemAttributeNames: ['ApproximateReceiveCount'],
      }));
      return (Messages ?? []).map(deliveryOf);
    },
    finish: async ({ handle }) => void (await sqs.send(new DeleteMessageCommand({ ...queue, ReceiptHandle: handle }))),
    giveBack: async ({ handle }, afterSeconds) =>
      void (await sqs.send(new ChangeMessageVisibilityCommand({ ...queue, ReceiptHandle: handle, VisibilityTimeout: afterSeconds }))),
  };
}

function deliveryOf({ MessageId, Body, ReceiptHandle, Attributes }: Message): Delivery {
  return {
    messageId: MessageId ?? '',
    body: Body ?? '',
    handle: ReceiptHandle ?? '',
    deliveries: Number(Attributes?.ApproximateReceiveCount ?? 1),
  };
}
