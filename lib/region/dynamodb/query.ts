import { refuseOthers, refuseUnless, textOf, type Fields } from '../fields';
import { compares } from './condition';
import type { Table } from './table';
import { compare, invalid, typeOf, type AttributeValue, type Item } from './value';
import { Words, withPlaceholders } from './words';

/** What a page may hold; here of its JSON, which is a little longer than what AWS counts. */
const PAGE = 1024 * 1024;

type Test = (value: AttributeValue) => boolean;

/**
 * Items of one partition in the order of their sort keys, a page at a time.
 *
 * A page that ends because of `Limit` names its last key, also when nothing follows:
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html
 *
 * @throws ServiceError `ValidationException`
 */
export function query(input: Fields, table: Table): object {
  refuseOthers('Query', input, {
    served: ['TableName', 'KeyConditionExpression', 'ExpressionAttributeNames', 'ExpressionAttributeValues', 'ScanIndexForward', 'Limit', 'ExclusiveStartKey'], withoutEffect: ['ConsistentRead'],
  }, 'ValidationException');
  refuseUnless('Query.ScanIndexForward', input['ScanIndexForward'], [true, false], 'ValidationException');
  const limit = limitOf(input['Limit']);
  const partition = withPlaceholders(input, (unused) => keyCondition(new Words('KeyConditionExpression', textOf(input['KeyConditionExpression']) ?? invalid('Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.'), input, unused), table));
  const direction = input['ScanIndexForward'] === false ? -1 : 1;
  const sort = table.key[1]?.name ?? '';
  const order = (one: Item, other: Item): number => direction * (compare(one[sort] ?? {}, other[sort] ?? {}) ?? 0);
  const start = input['ExclusiveStartKey'] === undefined ? undefined : table.readKey(input['ExclusiveStartKey']);
  const found = table.all().filter(partition).sort(order).filter((item) => start === undefined || order(item, start) > 0);
  const Items = page(found, limit);
  const last = Items.at(-1);
  const more = last !== undefined && (Items.length === limit || Items.length < found.length);
  return { Items, Count: Items.length, ScannedCount: Items.length, ...(more && { LastEvaluatedKey: Object.fromEntries(table.key.map(({ name }) => [name, last[name]])) }) };
}

function limitOf(given: unknown): number {
  if (given === undefined) return Infinity;
  return Number.isInteger(given) && Number(given) >= 1 ? Number(given) : invalid(`1 validation error detected: Value '${String(given)}' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1`);
}

function page(found: readonly Item[], limit: number): readonly Item[] {
  let size = 0;
  const most = limit === Infinity ? found : found.slice(0, limit);
  const over = most.findIndex((item) => {
    size += Buffer.byteLength(JSON.stringify(item));
    return size > PAGE;
  });
  return over === -1 ? most : most.slice(0, Math.max(1, over));
}

/** `partition = :value`, and perhaps one condition on the sort key, in either order. */
function keyCondition(words: Words, { key }: Table): (item: Item) => boolean {
  const tests = new Map<string, Test>();
  do {
    const { name, equality, values, test } = single(words);
    const part = key.findIndex((one) => one.name === name);
    if (part === -1) return invalid(`Query condition missed key schema element: ${key.find((one) => !tests.has(one.name))?.name ?? name}`);
    if (tests.has(name)) return invalid('KeyConditionExpressions must only contain one condition per key');
    if (part === 0 && !equality) return invalid('Query key condition not supported');
    if (values.some((value) => typeOf(value) !== key[part]?.type)) return invalid('One or more parameter values were invalid: Condition parameter type does not match schema type');
    tests.set(name, test);
  } while (words.takes('AND') !== undefined);
  const other = words.takes('OR', 'NOT');
  if (other !== undefined) return invalid(`Invalid operator used in KeyConditionExpression: ${other.toUpperCase()}`);
  words.end();
  if (!tests.has(key[0]?.name ?? '')) return invalid(`Query condition missed key schema element: ${key[0]?.name ?? ''}`);
  return (item) => [...tests].every(([name, test]) => test(item[name] ?? {}));
}

interface Single {
  readonly name: string;
  readonly equality: boolean;
  /** What the key is compared with. */
  readonly values: readonly AttributeValue[];
  readonly test: Test;
}

function single(words: Words): Single {
  const refused = words.takes('NOT', 'attribute_exists', 'attribute_not_exists', 'attribute_type', 'contains', 'size');
  if (refused !== undefined) return invalid(`Invalid operator used in KeyConditionExpression: ${refused}`);
  if (words.takes('begins_with') !== undefined) return beginning(words);
  const name = words.path();
  const operator = words.takes('=', '<>', '<=', '>=', '<', '>', 'BETWEEN', 'IN') ?? words.unexpected();
  if (operator === '<>' || operator === 'IN') return invalid(`Invalid operator used in KeyConditionExpression: ${operator}`);
  const low = words.value();
  if (operator === 'BETWEEN') {
    words.expect('AND');
    const high = words.value();
    return { name, equality: false, values: [low, high], test: (value) => compares('>=', value, low) && compares('<=', value, high) };
  }
  return { name, equality: operator === '=', values: [low], test: (value) => compares(operator, value, low) };
}

function beginning(words: Words): Single {
  words.expect('(');
  const name = words.path();
  words.expect(',');
  const start = words.value();
  words.expect(')');
  if (typeOf(start) !== 'S') return invalid(`Invalid KeyConditionExpression: Incorrect operand type for operator or function; operator or function: begins_with, operand type: ${typeOf(start)}`);
  return { name, equality: false, values: [start], test: (value) => String(value['S']).startsWith(String(start['S'])) };
}
