import { DynamoDBClient, paginateQuery, PutItemCommand, QueryCommand, type AttributeValue, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import { dice } from '../../../lib/core/chance';
import { tableResources } from '../../../lib/region/dynamodb/resources';
import { Tables } from '../../../lib/region/dynamodb/tables';
import { startEndpoint, type Endpoint } from '../../../lib/region/endpoint/server';
import { Permissions } from '../../../lib/region/iam/permissions';
import { identifiers } from '../../../lib/region/identifiers';
import { making } from '../support/made';
import { PLACE } from '../support/resource-request';

let endpoint: Endpoint;
let client: DynamoDBClient;

beforeAll(async () => {
  const tables = new Tables();
  endpoint = await startEndpoint({ DynamoDB_20120810: tables.operations }, [], { authenticate: () => ({ accessKeyId: 'ASIA1', region: PLACE.region, principal: `arn:aws:iam::${PLACE.account}:role/shop` }) });
  client = new DynamoDBClient({ endpoint: endpoint.url, region: PLACE.region, credentials: { accessKeyId: 'ASIA1', secretAccessKey: 's' }, maxAttempts: 1 });
  for (const [name, type] of [['ledger', 'N'], ['names', 'S']]) {
    await making(tableResources(tables, identifiers(dice(1)), new Permissions())).create('Table', {
      TableName: name, KeySchema: [{ AttributeName: 'service', KeyType: 'HASH' }, { AttributeName: 'sequence', KeyType: 'RANGE' }],
      AttributeDefinitions: [{ AttributeName: 'service', AttributeType: 'S' }, { AttributeName: 'sequence', AttributeType: type }],
    });
  }
  // Written in another order than that of the keys, and with numbers whose texts are ordered otherwise.
  for (const sequence of [10, 2, 9, 1]) await put('ledger', { service: { S: 'api' }, sequence: { N: String(sequence) } });
  await put('ledger', { service: { S: 'auxiliary' }, sequence: { N: '3' } });
  for (const sequence of ['b/1', 'a/2', 'a/1']) await put('names', { service: { S: 'api' }, sequence: { S: sequence } });
});
afterAll(async () => {
  client.destroy();
  await endpoint[Symbol.asyncDispose]();
});

const put = (TableName: string, Item: Record<string, AttributeValue>) => client.send(new PutItemCommand({ TableName, Item }));
const api = { TableName: 'ledger', KeyConditionExpression: '#s = :s', ExpressionAttributeNames: { '#s': 'service' }, ExpressionAttributeValues: { ':s': { S: 'api' } } } as const;
const ask = (more: Partial<QueryCommandInput> = {}) => client.send(new QueryCommand({ ...api, ...more }));
const keys = ({ Items = [] }: { readonly Items?: Record<string, AttributeValue>[] | undefined }) => Items.map(({ sequence }) => sequence?.N ?? sequence?.S);

test('the items of a partition come in the order of their keys, up or down', async () => {
  expect(await ask({ ConsistentRead: true })).toMatchObject({ Count: 4, ScannedCount: 4 });
  expect(keys(await ask())).toEqual(['1', '2', '9', '10']);
  expect(keys(await ask({ ScanIndexForward: false, Limit: 1 }))).toEqual(['10']);
  expect(keys(await ask({ TableName: 'names' }))).toEqual(['a/1', 'a/2', 'b/1']);
  expect(await ask({ ExpressionAttributeValues: { ':s': { S: 'nothing' } } })).toMatchObject({ Items: [], Count: 0 });
});

test('a page that the limit ends says where to go on, also when nothing follows', async () => {
  const { Items, LastEvaluatedKey } = await ask({ Limit: 3 });
  expect([keys({ Items }), LastEvaluatedKey]).toEqual([['1', '2', '9'], { service: { S: 'api' }, sequence: { N: '9' } }]);
  expect(keys(await ask({ ExclusiveStartKey: LastEvaluatedKey }))).toEqual(['10']);
  expect(keys(await ask({ ExclusiveStartKey: LastEvaluatedKey, ScanIndexForward: false }))).toEqual(['2', '1']);
  expect((await ask({ Limit: 4 })).LastEvaluatedKey).toBeDefined();
  expect((await ask({ Limit: 5 })).LastEvaluatedKey).toBeUndefined();
});

test('a page ends at 1 MB', async () => {
  for (let sequence = 1; sequence <= 5; sequence += 1) await put('ledger', { service: { S: 'big' }, sequence: { N: String(sequence) }, text: { S: 'x'.repeat(300_000) } });
  const pages: unknown[] = [];
  for await (const page of paginateQuery({ client }, { ...api, ExpressionAttributeValues: { ':s': { S: 'big' } } })) pages.push(keys(page));
  expect(pages).toEqual([['1', '2', '3'], ['4', '5']]);
});

test.each<readonly [string, Record<string, AttributeValue>, readonly string[]]>([
  ['#s = :s AND sequence = :a', { ':a': { N: '9.0' } }, ['9']],
  ['sequence > :a and #s = :s', { ':a': { N: '2' } }, ['9', '10']],
  ['#s = :s AND sequence >= :a', { ':a': { N: '2' } }, ['2', '9', '10']],
  ['#s = :s AND sequence < :a', { ':a': { N: '2' } }, ['1']],
  ['#s = :s AND sequence <= :a', { ':a': { N: '2' } }, ['1', '2']],
  ['#s = :s AND sequence BETWEEN :a AND :b', { ':a': { N: '2' }, ':b': { N: '9' } }, ['2', '9']],
])('%s with %j finds %j', async (KeyConditionExpression, values, expected) => {
  expect(keys(await ask({ KeyConditionExpression, ExpressionAttributeValues: { ...api.ExpressionAttributeValues, ...values } }))).toEqual(expected);
});

test('texts are found by their beginning', async () => {
  expect(keys(await ask({ TableName: 'names', KeyConditionExpression: '#s = :s AND begins_with(sequence, :a)', ExpressionAttributeValues: { ':s': { S: 'api' }, ':a': { S: 'a/' } } }))).toEqual(['a/1', 'a/2']);
});

const values = { ':s': { S: 'api' }, ':a': { N: '1' } };
test.each<readonly [string, Partial<QueryCommandInput>, string]>([
  ['no condition', { KeyConditionExpression: undefined }, 'KeyConditionExpression parameter must be specified'],
  ['no partition', { KeyConditionExpression: 'sequence = :a', ExpressionAttributeNames: undefined, ExpressionAttributeValues: { ':a': { N: '1' } } }, 'Query condition missed key schema element: service'],
  ['an attribute that is no key', { KeyConditionExpression: '#s = :s AND signed = :a', ExpressionAttributeValues: values }, 'Query condition missed key schema element: sequence'],
  ['a part of a partition', { KeyConditionExpression: '#s > :s' }, 'Query key condition not supported'],
  ['two conditions on one key', { KeyConditionExpression: '#s = :s AND sequence > :a AND sequence < :a', ExpressionAttributeValues: values }, 'one condition per key'],
  ['a choice', { KeyConditionExpression: '#s = :s OR sequence = :a', ExpressionAttributeValues: values }, 'Invalid operator used in KeyConditionExpression: OR'],
  ['what is not', { KeyConditionExpression: '#s = :s AND sequence <> :a', ExpressionAttributeValues: values }, 'Invalid operator used in KeyConditionExpression: <>'],
  ['a function', { KeyConditionExpression: 'attribute_exists(#s)' }, 'Invalid operator used in KeyConditionExpression: attribute_exists'],
  ['a value of another type', { KeyConditionExpression: '#s = :s AND sequence = :a', ExpressionAttributeValues: { ...values, ':a': { S: '1' } } }, 'Condition parameter type does not match schema type'],
  ['the beginning of a number', { KeyConditionExpression: '#s = :s AND begins_with(sequence, :a)', ExpressionAttributeValues: values }, 'operand type: N'],
  ['a filter', { FilterExpression: 'sequence > :s' }, 'Query.FilterExpression'],
  ['an index', { IndexName: 'by-release' }, 'Query.IndexName'],
  ['a limit of none', { Limit: 0 }, "at 'limit'"],
  ['a start that is no key', { ExclusiveStartKey: { service: { S: 'api' } } }, 'The number of conditions on the keys is invalid'],
  ['a placeholder that nobody uses', { ExpressionAttributeValues: values }, 'unused in expressions: keys: {:a}'],
])('a query with %s is refused', async (_, more, message) => {
  await expect(ask(more)).rejects.toMatchObject({ name: 'ValidationException', message: expect.stringContaining(message) });
});
