import { invalid, typeOf, type AttributeValue, type Item } from './value';
import type { Words } from './words';

/** What an item becomes. All of it is worked out from the item as it was. */
export type Update = (item: Item) => Item;

type Operand = (item: Item) => AttributeValue | undefined;
type Change = (before: Item, next: Map<string, AttributeValue>) => void;

/**
 * Reads an update expression: `SET a = :v, b = b + :one, c = if_not_exists(c, :v)` and `REMOVE a, b`
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html).
 *
 * @throws ServiceError `ValidationException`, also for what the region does not do: ADD, DELETE, lists
 */
export function readUpdate(words: Words, key: readonly string[]): Update {
  const changes: Change[] = [];
  const seen = new Set<string>();
  const target = (): string => {
    const path = words.path();
    if (key.includes(path)) return invalid(`One or more parameter values were invalid: Cannot update attribute ${path}. This attribute is part of the key`);
    if (seen.has(path)) return words.fail(`Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [${path}], path two: [${path}]`);
    seen.add(path);
    return path;
  };
  while (words.peek() !== undefined) {
    const clause = words.takes('SET', 'REMOVE', 'ADD', 'DELETE') ?? words.unexpected();
    if (clause === 'ADD' || clause === 'DELETE') return words.fail(`the region does not know the clause ${clause}`);
    do changes.push(clause === 'SET' ? set(words, target()) : remove(target()));
    while (words.takes(',') !== undefined);
  }
  return (item) => {
    const next = new Map(Object.entries(item));
    for (const change of changes) change(item, next);
    return Object.fromEntries(next);
  };
}

function set(words: Words, path: string): Change {
  words.expect('=');
  const left = operand(words);
  const sign = words.takes('+', '-');
  if (sign === undefined) return (before, next) => void next.set(path, left(before) ?? missing());
  const right = operand(words);
  return (before, next) => void next.set(path, sum(left(before) ?? missing(), right(before) ?? missing(), sign === '+' ? 1 : -1));
}

const remove = (path: string): Change => (_, next) => void next.delete(path);

function operand(words: Words): Operand {
  if (words.peek()?.startsWith(':') === true) {
    const value = words.value();
    return () => value;
  }
  if (words.takes('list_append') !== undefined) return words.fail('the region does not know the function list_append');
  if (words.takes('if_not_exists') === undefined) {
    const path = words.path();
    return (item) => item[path];
  }
  words.expect('(');
  const path = words.path();
  words.expect(',');
  const otherwise = operand(words);
  words.expect(')');
  return (item) => item[path] ?? otherwise(item);
}

function sum(one: AttributeValue, other: AttributeValue, sign: 1 | -1): AttributeValue {
  if (typeOf(one) !== 'N' || typeOf(other) !== 'N') return invalid('An operand in the update expression has an incorrect data type');
  return { N: String(Number(one['N']) + sign * Number(other['N'])) };
}

const missing = (): never => invalid('The provided expression refers to an attribute that does not exist in the item');
