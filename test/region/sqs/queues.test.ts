import {
  ChangeMessageVisibilityCommand, DeleteMessageBatchCommand, DeleteMessageCommand, GetQueueAttributesCommand, GetQueueUrlCommand, ListQueuesCommand, ReceiveMessageCommand, SendMessageBatchCommand,
  SendMessageCommand, SQSClient, type Message,
} from '@aws-sdk/client-sqs';
import { dice } from '../../../lib/core/chance';
import { minutes, seconds } from '../../../lib/core/units';
import { MetricStore } from '../../../lib/region/cloudwatch/metric-store';
import { startEndpoint, type Endpoint } from '../../../lib/region/endpoint/server';
import { identifiers } from '../../../lib/region/identifiers';
import { queueOperations } from '../../../lib/region/sqs/operations';
import { Queues } from '../../../lib/region/sqs/queues';
import { queueResources } from '../../../lib/region/sqs/resources';
import { VirtualClock } from '../../support/virtual-clock';
import { making } from '../support/made';
import { PLACE } from '../support/resource-request';
import { until } from '../support/until';

let wall: VirtualClock;
let model: VirtualClock;
let metrics: MetricStore;
let queues: Queues;
let resources: ReturnType<typeof making>;
let endpoint: Endpoint;
let client: SQSClient;
let url: string;
let deadUrl: string;

beforeEach(async () => {
  [wall, model, metrics] = [new VirtualClock(), new VirtualClock(), new MetricStore(dice(1))];
  queues = new Queues({ wall, model, ids: identifiers(dice(1)), metrics });
  resources = making(queueResources(queues, identifiers(dice(2))));
  const caller = { accessKeyId: 'ASIA1', region: PLACE.region, principal: `arn:aws:iam::${PLACE.account}:role/shop` };
  endpoint = await startEndpoint({ AmazonSQS: queueOperations(queues) }, [], { authenticate: () => caller });
  client = new SQSClient({ endpoint: endpoint.url, region: PLACE.region, credentials: { accessKeyId: 'ASIA1', secretAccessKey: 's' }, maxAttempts: 1 });
  const dead = await resources.create('Queue', { QueueName: 'dead' });
  deadUrl = dead.physicalId;
  url = (await resources.create('Queue', { QueueName: 'work', VisibilityTimeout: 60, RedrivePolicy: { deadLetterTargetArn: dead.attributes['Arn'], maxReceiveCount: 2 } })).physicalId;
});
afterEach(async () => {
  queues[Symbol.dispose]();
  client.destroy();
  await endpoint[Symbol.asyncDispose]();
});

const send = (body: string, more: object = {}) => client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: body, ...more }));
const receive = async (more: object = {}): Promise<readonly Message[]> => (await client.send(new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: 10, ...more }))).Messages ?? [];
const bodies = async (more: object = {}): Promise<readonly (string | undefined)[]> => (await receive(more)).map(({ Body }) => Body);
const total = (name: string, queue = 'work'): number => metrics.read({ namespace: 'AWS/SQS', name, dimensions: { QueueName: queue } }, 0 as never, Infinity as never, Infinity as never)
  .reduce((sum, { value, count }) => sum + value * count, 0);

test('a message is received once, and gone when it is deleted', async () => {
  const { MessageId } = await send('hello');
  const [message] = await receive({ MessageSystemAttributeNames: ['All'] });
  expect(message).toMatchObject({ MessageId, Body: 'hello', Attributes: { ApproximateReceiveCount: '1', SenderId: 'arn:aws:iam::111122223333:role/shop', SentTimestamp: String(wall.now()) } });
  await client.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: message?.ReceiptHandle }));
  await wall.pass(minutes(5));
  expect(await bodies()).toEqual([]);
});

test('one that nobody deletes comes back when its visibility time-out is over, with another handle', async () => {
  await send('hello');
  const [first] = await receive();
  await wall.pass(seconds(59));
  expect(await bodies()).toEqual([]);
  await wall.pass(seconds(1));
  const [second] = await receive();
  expect(second?.MessageId).toBe(first?.MessageId);
  expect(second?.ReceiptHandle).not.toBe(first?.ReceiptHandle);
  await client.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: first?.ReceiptHandle }));
  expect(queues.at(url).messages).toHaveLength(1);
});

test('one that was received as often as it may is a dead letter at the next receive', async () => {
  const { MessageId } = await send('poison');
  for (let receives = 0; receives < 2; receives += 1) {
    expect(await bodies()).toEqual(['poison']);
    await wall.pass(minutes(1));
  }
  expect(await bodies()).toEqual([]);
  expect(await receive({ QueueUrl: deadUrl })).toMatchObject([{ MessageId, Body: 'poison' }]);
});

test('a visibility of nothing gives a message back at once, and a longer one keeps it', async () => {
  await send('hello');
  const [message] = await receive();
  const hide = (VisibilityTimeout: number) => client.send(new ChangeMessageVisibilityCommand({ QueueUrl: url, ReceiptHandle: message?.ReceiptHandle, VisibilityTimeout }));
  await hide(300);
  await wall.pass(seconds(200));
  expect(await bodies()).toEqual([]);
  await hide(0);
  await expect(hide(1)).rejects.toMatchObject({ name: 'MessageNotInflight' });
  expect(await bodies()).toEqual(['hello']);
});

test('a long poll ends when something is sent', async () => {
  const polling = bodies({ WaitTimeSeconds: 20 });
  await until('a long poll', () => wall.sleeping === 1);
  await send('hello');
  expect(await polling).toEqual(['hello']);
});

test('a long poll ends when a hidden message comes back, and empty when its time is over', async () => {
  await send('hello');
  await receive({ VisibilityTimeout: 5 });
  const polling = bodies({ WaitTimeSeconds: 20 });
  await until('a long poll', () => wall.sleeping === 1);
  await wall.pass(seconds(5));
  expect(await polling).toEqual(['hello']);
  const empty = bodies({ WaitTimeSeconds: 3 });
  await until('a long poll', () => wall.sleeping === 1);
  await wall.pass(seconds(3));
  expect(await empty).toEqual([]);
});

test('a delayed message waits', async () => {
  await send('later', { DelaySeconds: 10 });
  expect(await bodies()).toEqual([]);
  await wall.pass(seconds(10));
  expect(await bodies()).toEqual(['later']);
});

test('a message that was kept for long enough is forgotten', async () => {
  const QueueUrl = (await resources.create('Queue', { QueueName: 'short', MessageRetentionPeriod: 60 })).physicalId;
  await send('old', { QueueUrl });
  await model.pass(minutes(1));
  expect(await bodies({ QueueUrl })).toEqual([]);
});

test('a batch says of each entry what became of it', async () => {
  const sent = await client.send(new SendMessageBatchCommand({ QueueUrl: url, Entries: [{ Id: 'a', MessageBody: 'one' }, { Id: 'b', MessageBody: 'two', DelaySeconds: 9_999 }] }));
  expect(sent).toMatchObject({ Successful: [{ Id: 'a' }], Failed: [{ Id: 'b', SenderFault: true }] });
  const [message] = await receive();
  const gone = await client.send(new DeleteMessageBatchCommand({ QueueUrl: url, Entries: [{ Id: 'a', ReceiptHandle: message?.ReceiptHandle }, { Id: 'b', ReceiptHandle: 'nonsense' }] }));
  expect(gone).toMatchObject({ Successful: [{ Id: 'a' }], Failed: [{ Id: 'b', Code: 'ReceiptHandleIsInvalid' }] });
});

test('a queue tells what it holds, and where it is', async () => {
  await send('one');
  await send('two');
  await send('three', { DelaySeconds: 60 });
  await receive({ MaxNumberOfMessages: 1 });
  const { Attributes } = await client.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] }));
  expect(Attributes).toMatchObject({
    QueueArn: 'arn:aws:sqs:ap-northeast-2:111122223333:work', ApproximateNumberOfMessages: '1', ApproximateNumberOfMessagesNotVisible: '1', ApproximateNumberOfMessagesDelayed: '1', VisibilityTimeout: '60',
    RedrivePolicy: '{"deadLetterTargetArn":"arn:aws:sqs:ap-northeast-2:111122223333:dead","maxReceiveCount":2}',
  });
  expect(await client.send(new GetQueueUrlCommand({ QueueName: 'work' }))).toMatchObject({ QueueUrl: 'https://sqs.ap-northeast-2.amazonaws.com/111122223333/work' });
});

test('it counts what happens, and every minute what it holds', async () => {
  await send('one');
  await send('two');
  await receive({ MaxNumberOfMessages: 1 });
  await wall.pass(seconds(30));
  await model.pass(minutes(1));
  expect(['NumberOfMessagesSent', 'SentMessageSize', 'NumberOfMessagesReceived', 'ApproximateNumberOfMessagesVisible', 'ApproximateNumberOfMessagesNotVisible', 'ApproximateAgeOfOldestMessage'].map((name) => total(name)))
    .toEqual([2, 6, 1, 1, 1, 30]);
  expect(total('ApproximateNumberOfMessagesVisible', 'dead')).toBe(0);
});

test.each<readonly [string, () => Promise<unknown>, string]>([
  ['a queue that is not there', () => receive({ QueueUrl: 'https://sqs.ap-northeast-2.amazonaws.com/111122223333/other' }), 'QueueDoesNotExist'],
  ['a name that is not there', () => client.send(new GetQueueUrlCommand({ QueueName: 'other' })), 'QueueDoesNotExist'],
  ['a body that is too long', () => send('x'.repeat(1_048_577)), 'InvalidParameterValue'],
  ['eleven messages', () => receive({ MaxNumberOfMessages: 11 }), 'ValidationError'],
  ['message attributes', () => send('x', { MessageAttributes: { a: { DataType: 'String', StringValue: 'b' } } }), 'InvalidParameterValue'],
  ['an attribute that no queue has', () => client.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['Colour' as 'All'] })), 'InvalidAttributeName'],
  ['an operation that the region does not have', () => client.send(new ListQueuesCommand({})), 'UnknownOperationException'],
])('%s is refused', async (_, asking, name) => {
  await expect(asking()).rejects.toMatchObject({ name });
});

test.each<readonly [string, Record<string, unknown>]>([
  ['a FIFO queue', { FifoQueue: true }],
  ['a name that is taken', { QueueName: 'work' }],
  ['dead letters that go nowhere', { RedrivePolicy: { deadLetterTargetArn: 'arn:aws:sqs:ap-northeast-2:111122223333:nowhere', maxReceiveCount: 2 } }],
  ['a property that the region does not know', { Colour: 'red' }],
])('a template with %s is refused', async (_, properties) => {
  await expect(resources.create('Queue', properties)).rejects.toMatchObject({ code: expect.stringMatching(/\w+/) });
});
