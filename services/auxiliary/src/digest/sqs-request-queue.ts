import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { Unavailable } from '../../../shared/src/unavailable';
import type { RequestQueue } from './request-queue';

export function sqsRequestQueue(sqs: SQSClient, queueUrl: string): RequestQueue {
  return {
    send: async (request) => {
      try {
        await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(request) }));
      } catch (cause) {
        throw new Unavailable('queue-unavailable', 'the queue did not take the request', cause);
      }
    },
  };
}
