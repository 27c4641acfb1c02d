import { createHash } from 'node:crypto';
import type { Operation } from '../endpoint/json-protocol';
import { listOf, refuseOthers, textOf, textsOf, wholeNumber, type Fields } from '../fields';
import { arnOf, placeOf } from '../place';
import { isServiceError, ServiceError } from '../service-error';
import { describeMessage, describeQueue } from './describe';
import type { Message, Queue } from './queue';
import type { Queues } from './queues';
import { handleOf, messageOf } from './receipt-handle';

const INVALID = 'InvalidParameterValue';
const MOST = 10;
const LONGEST_HIDDEN = 43_200;

/** The operations of Amazon SQS that tasks, functions and scripts use. */
export function queueOperations(queues: Queues): Readonly<Record<string, Operation>> {
  const send = (queue: Queue, entry: Fields, sender: string): object => {
    const body = textOf(entry['MessageBody']);
    if (body === undefined) throw new ServiceError('MissingParameter', 'The request must contain the parameter MessageBody.');
    const delay = entry['DelaySeconds'] === undefined ? undefined : wholeNumber('DelaySeconds', entry['DelaySeconds'], [0, 900]);
    const { id } = queues.send(queue, body, sender, delay);
    return { MessageId: id, MD5OfMessageBody: md5(body) };
  };
  const drop = (queue: Queue, entry: Fields): void => {
    const message = messageOf(queue, entry['ReceiptHandle']);
    if (message !== undefined) queues.delete(queue, message);
  };
  const hide = (queue: Queue, entry: Fields): void => {
    const span = wholeNumber('VisibilityTimeout', entry['VisibilityTimeout'], [0, LONGEST_HIDDEN]);
    const message = messageOf(queue, entry['ReceiptHandle']);
    if (message === undefined || message.visibleAt <= queues.now()) throw new ServiceError('MessageNotInflight', 'The message referred to isn\'t in flight.');
    queues.hide(queue, message, span);
  };
  return {
    SendMessage: async (input, { principal = '' }) => {
      refuseOthers('SendMessage', input, { served: ['QueueUrl', 'MessageBody', 'DelaySeconds'] }, INVALID);
      return send(queues.at(input['QueueUrl']), input, principal);
    },
    SendMessageBatch: async (input, { principal = '' }) => inBatch('SendMessageBatch', input, queues, ['MessageBody', 'DelaySeconds'], (queue, entry) => send(queue, entry, principal)),
    ReceiveMessage: async (input) => receive(queues, input),
    DeleteMessage: async (input) => {
      refuseOthers('DeleteMessage', input, { served: ['QueueUrl', 'ReceiptHandle'] }, INVALID);
      drop(queues.at(input['QueueUrl']), input);
    },
    DeleteMessageBatch: async (input) => inBatch('DeleteMessageBatch', input, queues, ['ReceiptHandle'], drop),
    ChangeMessageVisibility: async (input) => {
      refuseOthers('ChangeMessageVisibility', input, { served: ['QueueUrl', 'ReceiptHandle', 'VisibilityTimeout'] }, INVALID);
      hide(queues.at(input['QueueUrl']), input);
    },
    ChangeMessageVisibilityBatch: async (input) => inBatch('ChangeMessageVisibilityBatch', input, queues, ['ReceiptHandle', 'VisibilityTimeout'], hide),
    GetQueueAttributes: async (input) => {
      refuseOthers('GetQueueAttributes', input, { served: ['QueueUrl', 'AttributeNames'] }, INVALID);
      return { Attributes: describeQueue(queues.at(input['QueueUrl']), textsOf(input['AttributeNames']), queues.now()) };
    },
    GetQueueUrl: async (input, caller) => {
      refuseOthers('GetQueueUrl', input, { served: ['QueueName', 'QueueOwnerAWSAccountId'] }, INVALID);
      const { account, region } = placeOf(caller);
      const found = queues.queues.get(arnOf('sqs', { region, account: textOf(input['QueueOwnerAWSAccountId']) ?? account }, String(input['QueueName'])));
      if (found === undefined) throw new ServiceError('QueueDoesNotExist', 'The specified queue does not exist.');
      return { QueueUrl: found.url };
    },
  };
}

async function receive(queues: Queues, input: Fields): Promise<object> {
  refuseOthers('ReceiveMessage', input, { served: ['QueueUrl', 'MaxNumberOfMessages', 'VisibilityTimeout', 'WaitTimeSeconds', 'MessageSystemAttributeNames', 'AttributeNames'] }, INVALID);
  const queue = queues.at(input['QueueUrl']);
  const { visibilitySeconds, waitSeconds } = queue.settings;
  const wanted = [...textsOf(input['MessageSystemAttributeNames']), ...textsOf(input['AttributeNames'])];
  const taken = await queues.receive(
    queue, wholeNumber('MaxNumberOfMessages', input['MaxNumberOfMessages'], [1, MOST], 1),
    wholeNumber('VisibilityTimeout', input['VisibilityTimeout'], [0, LONGEST_HIDDEN], visibilitySeconds), wholeNumber('WaitTimeSeconds', input['WaitTimeSeconds'], [0, 20], waitSeconds),
  );
  const shown = (message: Message): object => ({
    MessageId: message.id, ReceiptHandle: handleOf(queue, message), Body: message.body, MD5OfBody: md5(message.body), ...describeMessage(message, wanted),
  });
  return taken.length === 0 ? {} : { Messages: taken.map(shown) };
}

/** Does for each entry what the operation does for one; what fails does not keep the others. */
function inBatch(operation: string, input: Fields, queues: Queues, served: readonly string[], perform: (queue: Queue, entry: Fields) => object | void): object {
  refuseOthers(operation, input, { served: ['QueueUrl', 'Entries'] }, INVALID);
  const queue = queues.at(input['QueueUrl']);
  const entries = listOf(input['Entries']);
  const ids = entries.map(({ Id }) => String(Id));
  if (entries.length === 0) throw new ServiceError('EmptyBatchRequest', "The batch request doesn't contain any entries.");
  if (entries.length > MOST) throw new ServiceError('TooManyEntriesInBatchRequest', `Maximum number of entries per request are ${MOST}. You have sent ${entries.length}.`);
  if (new Set(ids).size < ids.length) throw new ServiceError('BatchEntryIdsNotDistinct', 'Id repeated.');
  const outcomes = entries.map((entry, index) => {
    const Id = ids[index] ?? '';
    try {
      refuseOthers(operation, entry, { served: ['Id', ...served] }, INVALID);
      return { Successful: { Id, ...perform(queue, entry) } };
    } catch (thrown) {
      if (!isServiceError(thrown)) throw thrown;
      return { Failed: { Id, SenderFault: true, Code: thrown.code, Message: thrown.message } };
    }
  });
  return { Successful: outcomes.flatMap(({ Successful }) => Successful ?? []), Failed: outcomes.flatMap(({ Failed }) => Failed ?? []) };
}

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
