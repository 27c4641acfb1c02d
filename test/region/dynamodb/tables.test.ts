import {
  DeleteItemCommand, DynamoDBClient, GetItemCommand, PutItemCommand, ScanCommand, TransactWriteItemsCommand, UpdateItemCommand, type AttributeValue,
} from '@aws-sdk/client-dynamodb';
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
let resources: ReturnType<typeof making>;
let permissions: Permissions;

beforeEach(async () => {
  const tables = new Tables();
  permissions = new Permissions();
  resources = making(tableResources(tables, identifiers(dice(1)), permissions));
  const caller = { accessKeyId: 'ASIA1', region: PLACE.region, principal: `arn:aws:iam::${PLACE.account}:role/shop` };
  endpoint = await startEndpoint({ DynamoDB_20120810: tables.operations }, [], { authenticate: () => caller });
  client = new DynamoDBClient({ endpoint: endpoint.url, region: PLACE.region, credentials: { accessKeyId: 'ASIA1', secretAccessKey: 's' }, maxAttempts: 1 });
  await resources.create('Table', { TableName: 'lease', KeySchema: [{ AttributeName: 'lease', KeyType: 'HASH' }], AttributeDefinitions: [{ AttributeName: 'lease', AttributeType: 'S' }] });
  await resources.create('Table', {
    TableName: 'digests', KeySchema: [{ AttributeName: 'shopId', KeyType: 'HASH' }, { AttributeName: 'digestKey', KeyType: 'RANGE' }],
    AttributeDefinitions: [{ AttributeName: 'shopId', AttributeType: 'S' }, { AttributeName: 'digestKey', AttributeType: 'S' }],
  });
});
afterEach(async () => {
  client.destroy();
  await endpoint[Symbol.asyncDispose]();
});

const Key = { lease: { S: 'worker' } };
const put = (more: Record<string, AttributeValue>, how: object = {}) => client.send(new PutItemCommand({ TableName: 'lease', Item: { ...Key, ...more }, ...how }));
const get = async () => (await client.send(new GetItemCommand({ TableName: 'lease', Key, ConsistentRead: true }))).Item;
const update = (UpdateExpression: string, how: object = {}) => client.send(new UpdateItemCommand({ TableName: 'lease', Key, UpdateExpression, ...how }));
/** Whether a condition holds of the item that is there. */
const holds = (ConditionExpression: string, values: Record<string, AttributeValue> = {}) =>
  put({ epoch: { N: '3' }, name: { S: 'green' } }, { ConditionExpression, ...(Object.keys(values).length === 0 ? {} : { ExpressionAttributeValues: values }) })
    .then(() => true, (thrown: Error) => (thrown.name === 'ConditionalCheckFailedException' ? false : Promise.reject(thrown)));

test('an item is there once it was put, and gone once it was deleted', async () => {
  expect(await get()).toBeUndefined();
  await put({ epoch: { N: '1' } });
  expect(await get()).toEqual({ ...Key, epoch: { N: '1' } });
  expect(await client.send(new DeleteItemCommand({ TableName: 'lease', Key, ReturnValues: 'ALL_OLD' }))).toMatchObject({ Attributes: { epoch: { N: '1' } } });
  expect(await get()).toBeUndefined();
});

test('a lease is moved by whoever knows its epoch, and by nobody twice', async () => {
  const names = { ExpressionAttributeNames: { '#release': 'release' } };
  const first = { ...names, ConditionExpression: 'attribute_not_exists(epoch)', ExpressionAttributeValues: { ':release': { S: 'blue' }, ':next': { N: '1' } } };
  await update('SET #release = :release, epoch = :next', first);
  await expect(update('SET #release = :release, epoch = :next', first)).rejects.toMatchObject({ name: 'ConditionalCheckFailedException', message: 'The conditional request failed' });
  await update('SET #release = :release, epoch = :next', { ...names, ConditionExpression: 'epoch = :after', ExpressionAttributeValues: { ':release': { S: 'green' }, ':next': { N: '2' }, ':after': { N: '1' } } });
  expect(await get()).toEqual({ ...Key, release: { S: 'green' }, epoch: { N: '2' } });
});

test('a digest is filed under a lease, once, or not at all', async () => {
  await put({ release: { S: 'green' }, epoch: { N: '2' } });
  const file = (epoch: string) => client.send(new TransactWriteItemsCommand({ TransactItems: [
    { ConditionCheck: { TableName: 'lease', Key, ConditionExpression: '#release = :release AND epoch = :epoch', ExpressionAttributeNames: { '#release': 'release' }, ExpressionAttributeValues: { ':release': { S: 'green' }, ':epoch': { N: epoch } } } },
    { Put: { TableName: 'digests', Item: { shopId: { S: 'shop' }, digestKey: { S: 'day' } }, ConditionExpression: 'attribute_not_exists(shopId)' } },
  ] }));
  await expect(file('1')).rejects.toMatchObject({ name: 'TransactionCanceledException', CancellationReasons: [{ Code: 'ConditionalCheckFailed' }, { Code: 'None' }] });
  const filed = () => client.send(new GetItemCommand({ TableName: 'digests', Key: { shopId: { S: 'shop' }, digestKey: { S: 'day' } } }));
  expect((await filed()).Item).toBeUndefined();
  await file('2');
  expect((await filed()).Item).toBeDefined();
  await expect(file('2')).rejects.toMatchObject({ CancellationReasons: [{ Code: 'None' }, { Code: 'ConditionalCheckFailed' }] });
});

test.each<readonly [string, Record<string, AttributeValue>, boolean]>([
  ['epoch = :v', { ':v': { N: '3.0' } }, true],
  ['epoch <> :v', { ':v': { N: '4' } }, true],
  ['epoch < :v', { ':v': { N: '10' } }, true],
  ['epoch >= :v AND NOT epoch > :v', { ':v': { N: '3' } }, true],
  ['epoch > :v', { ':v': { S: '1' } }, false],
  ['other <> :v', { ':v': { N: '1' } }, false],
  ['epoch BETWEEN :low AND :high', { ':low': { N: '1' }, ':high': { N: '3' } }, true],
  ['epoch IN (:a, :b)', { ':a': { N: '1' }, ':b': { N: '3' } }, true],
  ['attribute_exists(epoch) and attribute_not_exists(other)', {}, true],
  ['begins_with(name, :start)', { ':start': { S: 'gre' } }, true],
  ['epoch = :v OR name = :name AND name <> :name', { ':v': { N: '3' }, ':name': { S: 'x' } }, true],
  ['(epoch = :v OR name = :name) AND name <> name', { ':v': { N: '3' }, ':name': { S: 'x' } }, false],
  ['NOT (epoch = :v)', { ':v': { N: '3' } }, false],
])('of epoch 3 and the name green, `%s` with %j is %p', async (condition, values, expected) => {
  await put({ epoch: { N: '3' }, name: { S: 'green' } });
  expect(await holds(condition, values)).toBe(expected);
});

test('an update counts, keeps what is there, and removes', async () => {
  await put({ epoch: { N: '3' }, old: { S: 'x' } });
  const answer = await update('SET epoch = epoch + :one, born = if_not_exists(born, :one), again = epoch - :one REMOVE old', { ExpressionAttributeValues: { ':one': { N: '1' } }, ReturnValues: 'ALL_NEW' });
  expect(answer.Attributes).toEqual({ ...Key, epoch: { N: '4' }, born: { N: '1' }, again: { N: '2' } });
});

test.each<readonly [string, () => Promise<unknown>, string, string]>([
  ['a table that is not there', () => client.send(new GetItemCommand({ TableName: 'other', Key })), 'ResourceNotFoundException', 'Requested resource not found'],
  ['a scan', () => client.send(new ScanCommand({ TableName: 'lease' })), 'UnknownOperationException', 'Scan'],
  ['a part of a key', () => client.send(new GetItemCommand({ TableName: 'digests', Key: { shopId: { S: 'x' } } })), 'ValidationException', 'The number of conditions on the keys is invalid'],
  ['a key of another type', () => client.send(new GetItemCommand({ TableName: 'lease', Key: { lease: { N: '1' } } })), 'ValidationException', 'expected: S actual: N'],
  ['an item without its key', () => client.send(new PutItemCommand({ TableName: 'lease', Item: { a: { S: 'b' } } })), 'ValidationException', 'Missing the key lease in the item'],
  ['a change of a key', () => update('SET lease = :v', { ExpressionAttributeValues: { ':v': { S: 'x' } } }), 'ValidationException', 'This attribute is part of the key'],
  ['a placeholder that is not defined', () => holds('epoch = :v'), 'ValidationException', 'not defined; attribute value: :v'],
  ['a placeholder that nobody uses', () => holds('attribute_exists(epoch)', { ':v': { N: '1' } }), 'ValidationException', 'unused in expressions: keys: {:v}'],
  ['an expression that ends too soon', () => holds('epoch ='), 'ValidationException', 'Syntax error; token: "<EOF>"'],
  ['an expression that goes on', () => holds('attribute_exists(epoch) epoch'), 'ValidationException', 'Syntax error; token: "epoch"'],
  ['a function that is not here', () => holds('contains(name, :v)', { ':v': { S: 'x' } }), 'ValidationException', 'the region does not know the function contains'],
  ['a path into a value', () => holds('name.first = :v', { ':v': { S: 'x' } }), 'ValidationException', 'a path below name'],
  ['the same attribute twice', () => update('SET a = :v, a = :v', { ExpressionAttributeValues: { ':v': { S: 'x' } } }), 'ValidationException', 'Two document paths overlap'],
  ['a sum with a text', () => update('SET a = :v + :v', { ExpressionAttributeValues: { ':v': { S: 'x' } } }), 'ValidationException', 'incorrect data type'],
  ['ADD', () => update('ADD epoch :v', { ExpressionAttributeValues: { ':v': { N: '1' } } }), 'ValidationException', 'the region does not know the clause ADD'],
  ['a number that is none', () => put({ epoch: { N: 'x' } }), 'ValidationException', 'cannot be converted to a numeric value'],
  ['a projection', () => client.send(new GetItemCommand({ TableName: 'lease', Key, ProjectionExpression: 'epoch' })), 'ValidationException', 'GetItem.ProjectionExpression'],
  ['one item twice in a transaction', () => client.send(new TransactWriteItemsCommand({ TransactItems: [{ Delete: { TableName: 'lease', Key } }, { Put: { TableName: 'lease', Item: Key } }] })), 'ValidationException', 'multiple operations on one item'],
])('%s is refused', async (_, asking, name, message) => {
  await expect(asking()).rejects.toMatchObject({ name, message: expect.stringContaining(message) });
});

test('what a refused condition met is shown to whoever asks', async () => {
  await put({ epoch: { N: '3' } });
  const how = { ConditionExpression: 'epoch = :v', ExpressionAttributeValues: { ':v': { N: '1' } }, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const };
  await expect(put({}, how)).rejects.toMatchObject({ Item: { ...Key, epoch: { N: '3' } } });
});

test.each<readonly [string, Record<string, unknown>]>([
  ['an index', { GlobalSecondaryIndexes: [] }],
  ['no key', { KeySchema: [] }],
  ['a key attribute without a type', { AttributeDefinitions: [{ AttributeName: 'other', AttributeType: 'S' }] }],
  ['a name that is taken', { TableName: 'lease' }],
])('a table with %s is refused', async (_, more) => {
  const properties = { KeySchema: [{ AttributeName: 'a', KeyType: 'HASH' }], AttributeDefinitions: [{ AttributeName: 'a', AttributeType: 'S' }], ...more };
  await expect(resources.create('Table', properties)).rejects.toMatchObject({ code: expect.stringMatching(/^(ValidationException|ResourceInUseException)$/) });
});

const numbered = { TableName: 'ledger', KeySchema: [{ AttributeName: 'service', KeyType: 'HASH' }, { AttributeName: 'sequence', KeyType: 'RANGE' }], AttributeDefinitions: [{ AttributeName: 'service', AttributeType: 'S' }, { AttributeName: 'sequence', AttributeType: 'N' }] };

test('a number is a key by its value, and is taken once', async () => {
  await resources.create('Table', numbered);
  const append = (sequence: string) => client.send(new PutItemCommand({ TableName: 'ledger', Item: { service: { S: 'api' }, sequence: { N: sequence } }, ConditionExpression: 'attribute_not_exists(#s)', ExpressionAttributeNames: { '#s': 'sequence' } }));
  await append('1');
  await append('10');
  await expect(append('1.0')).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
});

test('a table that is protected stays until the protection is lifted', async () => {
  const made = await resources.create('Table', { ...numbered, DeletionProtectionEnabled: true });
  await expect(resources.remove('Table', made, { DeletionProtectionEnabled: true })).rejects.toThrow('currently protected against deletion');
  await resources.remove('Table', made, { DeletionProtectionEnabled: false });
  await expect(client.send(new GetItemCommand({ TableName: 'ledger', Key: { service: { S: 'api' }, sequence: { N: '1' } } }))).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

test('a policy of a table forbids what the policies of a role allow, until it is gone', async () => {
  const PolicyDocument = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Principal: '*', Action: 'dynamodb:DeleteItem', Resource: '*' }] };
  const made = await resources.create('Table', { ...numbered, ResourcePolicy: { PolicyDocument } });
  const arn = String(made.attributes['Arn']);
  const forbidden = (): boolean => (permissions.resources.of(arn)?.policies ?? []).some(({ statements }) => statements.some(({ effect }) => effect === 'Deny'));
  expect(forbidden()).toBe(true);
  await resources.update('Table', made, numbered);
  expect(forbidden()).toBe(false);
});
