import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { machineTime } from '../../../../services/shared/src/time';

type Fields = Readonly<Record<string, unknown>>;
type Item = Readonly<Record<string, { readonly S?: string; readonly N?: string }>>;

interface Message {
  readonly id: string;
  readonly body: string;
  hiddenUntilMs: number;
  deliveries: number;
}

/** As much of SQS and DynamoDB as the service's clients ask for, in their own protocols. */
export interface FakeAws extends AsyncDisposable {
  readonly url: string;
  readonly messages: Message[];
  readonly digests: Map<string, Item>;
  lease: Item | undefined;
  /** Every call, such as `AmazonSQS.SendMessage`. */
  readonly calls: string[];
}

export async function startFakeAws(): Promise<FakeAws> {
  const world = { messages: [] as Message[], digests: new Map<string, Item>(), lease: undefined as Item | undefined, calls: [] as string[] };
  const server = createServer((request, response) => void answer(request, world).then(({ status, body }) => {
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body));
  }));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return Object.assign(world, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  });
}

type World = Pick<FakeAws, 'messages' | 'digests' | 'lease' | 'calls'>;
interface Answer { readonly status: number; readonly body: unknown }

async function answer(request: IncomingMessage, world: World): Promise<Answer> {
  const target = String(request.headers['x-amz-target']);
  const asked = JSON.parse(await text(request)) as Fields;
  world.calls.push(target);
  const operation = operations[target];
  return operation === undefined ? { status: 400, body: { __type: 'UnknownOperationException', message: target } } : operation(asked, world);
}

const ok = (body: unknown = {}): Answer => ({ status: 200, body });
const md5 = (body: string): string => createHash('md5').update(body).digest('hex');
const keyOf = ({ shopId, digestKey }: Item): string => `${shopId?.S} ${digestKey?.S}`;

const operations: Readonly<Record<string, (asked: Fields, world: World) => Promise<Answer> | Answer>> = {
  'AmazonSQS.SendMessage': ({ MessageBody }, { messages }) => {
    const body = String(MessageBody);
    messages.push({ id: `m${messages.length}`, body, hiddenUntilMs: 0, deliveries: 0 });
    return ok({ MessageId: `m${messages.length - 1}`, MD5OfMessageBody: md5(body) });
  },
  'AmazonSQS.ReceiveMessage': async ({ WaitTimeSeconds, VisibilityTimeout }, { messages }) => {
    const visible = (): readonly Message[] => messages.filter(({ hiddenUntilMs }) => hiddenUntilMs <= machineTime.elapsedMs());
    for (let left = Number(WaitTimeSeconds) * 1_000; left > 0 && visible().length === 0; left -= 20) await machineTime.sleep(20);
    return ok({
      Messages: visible().map((message) => {
        message.hiddenUntilMs = machineTime.elapsedMs() + Number(VisibilityTimeout) * 1_000;
        message.deliveries += 1;
        return { MessageId: message.id, Body: message.body, MD5OfBody: md5(message.body), ReceiptHandle: message.id, Attributes: { ApproximateReceiveCount: String(message.deliveries) } };
      }),
    });
  },
  'AmazonSQS.DeleteMessage': ({ ReceiptHandle }, { messages }) => {
    messages.splice(messages.findIndex(({ id }) => id === ReceiptHandle), 1);
    return ok();
  },
  'AmazonSQS.ChangeMessageVisibility': ({ ReceiptHandle, VisibilityTimeout }, { messages }) => {
    const message = messages.find(({ id }) => id === ReceiptHandle);
    if (message !== undefined) message.hiddenUntilMs = machineTime.elapsedMs() + Number(VisibilityTimeout) * 1_000;
    return ok();
  },
  'DynamoDB_20120810.GetItem': (_, { lease }) => ok(lease === undefined ? {} : { Item: lease }),
  'DynamoDB_20120810.TransactWriteItems': ({ TransactItems }, { lease, digests }) => {
    const [{ ConditionCheck: check }, { Put: put }] = TransactItems as [{ ConditionCheck: Fields }, { Put: Fields }];
    const values = check['ExpressionAttributeValues'] as Item;
    const item = put['Item'] as Item;
    const held = lease?.['release']?.S === values[':release']?.S && lease?.['epoch']?.N === values[':epoch']?.N;
    const codes = [held ? 'None' : 'ConditionalCheckFailed', digests.has(keyOf(item)) ? 'ConditionalCheckFailed' : 'None'];
    if (codes.includes('ConditionalCheckFailed')) {
      const __type = 'com.amazonaws.dynamodb.v20120810#TransactionCanceledException';
      return { status: 400, body: { __type, Message: 'Transaction cancelled', CancellationReasons: codes.map((Code) => ({ Code })) } };
    }
    digests.set(keyOf(item), item);
    return ok();
  },
};
