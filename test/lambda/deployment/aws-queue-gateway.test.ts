import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ECSClient } from '@aws-sdk/client-ecs';
import { awsQueueGateway } from '../../../lambda/deployment/aws-queue-gateway';

type Answer = (input: Readonly<Record<string, unknown>>) => unknown;

/** Clients whose commands are answered here by their names, and the commands that were sent. */
function clients(answers: Readonly<Record<string, Answer>>) {
  const sent: (readonly [string, Readonly<Record<string, unknown>>])[] = [];
  const send = async (command: { readonly constructor: { readonly name: string }; readonly input: Readonly<Record<string, unknown>> }) => {
    const name = command.constructor.name.replace(/Command$/, '');
    sent.push([name, command.input]);
    return answers[name]?.(command.input) ?? {};
  };
  const [dynamo, ecs] = [new DynamoDBClient({ region: 'ap-northeast-2' }), new ECSClient({ region: 'ap-northeast-2' })].map((client) => Object.assign(client, { send }));
  return { sent, gateway: awsQueueGateway(dynamo as DynamoDBClient, ecs as ECSClient, { leaseTable: 'lease', cluster: 'production-auxiliary' }) };
}

const failing = (name: string): Answer => () => {
  throw Object.assign(new Error('refused'), { name });
};

test('the lease is read as it is now, and is nobody\'s before the first release', async () => {
  const { sent, gateway } = clients({ GetItem: () => ({ Item: { lease: { S: 'worker' }, release: { S: 'r1' }, epoch: { N: '7' } } }) });
  expect(await gateway.lease()).toEqual({ release: 'r1', epoch: 7 });
  expect(sent).toEqual([['GetItem', { TableName: 'lease', Key: { lease: { S: 'worker' } }, ConsistentRead: true }]]);
  expect(await clients({}).gateway.lease()).toBeUndefined();
});

test.each([
  [7, { ConditionExpression: 'epoch = :after', ExpressionAttributeValues: { ':release': { S: 'r2' }, ':next': { N: '8' }, ':after': { N: '7' } } }],
  [undefined, { ConditionExpression: 'attribute_not_exists(epoch)', ExpressionAttributeValues: { ':release': { S: 'r2' }, ':next': { N: '1' } } }],
])('after epoch %s it moves on under the next, and only if nobody was first', async (after, input) => {
  const { sent, gateway } = clients({});
  await gateway.moveLease('r2', after);
  expect(sent).toMatchObject([['UpdateItem', { UpdateExpression: 'SET #release = :release, epoch = :next', ExpressionAttributeNames: { '#release': 'release' }, ...input }]]);
  await clients({ UpdateItem: failing('ConditionalCheckFailedException') }).gateway.moveLease('r2', after);
  await expect(clients({ UpdateItem: failing('AccessDeniedException') }).gateway.moveLease('r2', after)).rejects.toThrow('refused');
});

test('workers are the services that are named so, over all pages, without those that are going', async () => {
  const arn = (name: string): string => `arn:aws:ecs:ap-northeast-2:222222222222:service/production-auxiliary/${name}`;
  const names = ['auxiliary', ...Array.from({ length: 11 }, (_, at) => `worker-1-r${at}`)];
  const { sent, gateway } = clients({
    ListServices: ({ nextToken }) => (nextToken === undefined ? { serviceArns: names.slice(0, 10).map(arn), nextToken: '2' } : { serviceArns: names.slice(10).map(arn) }),
    DescribeServices: ({ services }) => ({
      services: (services as string[]).map((serviceName) => ({ serviceName, status: serviceName === 'worker-1-r3' ? 'DRAINING' : 'ACTIVE', createdAt: new Date(5) })),
    }),
  });
  const found = await gateway.workers();
  expect(found).toHaveLength(10);
  expect(found[0]).toEqual({ name: 'worker-1-r0', release: 'r0', createdAt: 5 });
  expect(sent.filter(([name]) => name === 'DescribeServices').map(([, { services }]) => (services as string[]).length)).toEqual([10, 1]);
});

test('workers that are gone already are ended well', async () => {
  const { sent, gateway } = clients({});
  await gateway.endWorkers('worker-1-r1');
  expect(sent).toEqual([['DeleteService', { cluster: 'production-auxiliary', service: 'worker-1-r1', force: true }]]);
  await clients({ DeleteService: failing('ServiceNotFoundException') }).gateway.endWorkers('worker-1-r1');
  await expect(clients({ DeleteService: failing('AccessDeniedException') }).gateway.endWorkers('worker-1-r1')).rejects.toThrow('refused');
});
