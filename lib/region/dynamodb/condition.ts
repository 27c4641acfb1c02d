import { compare, isEqual, typeOf, type AttributeValue, type Item } from './value';
import type { Words } from './words';

/** Whether an item, or none, meets a condition. */
export type Condition = (item: Item | undefined) => boolean;

type Operand = (item: Item | undefined) => AttributeValue | undefined;

const COMPARATORS: Readonly<Record<string, (one: AttributeValue, other: AttributeValue) => boolean>> = {
  '=': isEqual, '<>': (one, other) => !isEqual(one, other),
  '<': (one, other) => (compare(one, other) ?? 1) < 0, '<=': (one, other) => (compare(one, other) ?? 1) <= 0,
  '>': (one, other) => (compare(one, other) ?? -1) > 0, '>=': (one, other) => (compare(one, other) ?? -1) >= 0,
};

/**
 * Reads a condition expression. From loose to tight: OR, AND, NOT, comparisons
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html).
 *
 * @throws ServiceError `ValidationException`, also for functions that the region does not have
 */
export function readCondition(words: Words): Condition {
  const condition = either(words);
  words.end();
  return condition;
}

function either(words: Words): Condition {
  const first = both(words);
  if (words.takes('OR') === undefined) return first;
  const rest = either(words);
  return (item) => first(item) || rest(item);
}

function both(words: Words): Condition {
  const first = not(words);
  if (words.takes('AND') === undefined) return first;
  const rest = both(words);
  return (item) => first(item) && rest(item);
}

function not(words: Words): Condition {
  if (words.takes('NOT') === undefined) return single(words);
  const inner = not(words);
  return (item) => !inner(item);
}

function single(words: Words): Condition {
  if (words.takes('(') !== undefined) {
    const inner = either(words);
    words.expect(')');
    return inner;
  }
  const called = words.takes('attribute_exists', 'attribute_not_exists', 'begins_with', 'attribute_type', 'contains', 'size');
  if (called !== undefined) return call(called, words);
  const left = operand(words);
  if (words.takes('BETWEEN') !== undefined) {
    const low = operand(words);
    words.expect('AND');
    const high = operand(words);
    return (item) => holds('>=', left(item), low(item)) && holds('<=', left(item), high(item));
  }
  if (words.takes('IN') !== undefined) {
    const choices = list(words);
    return (item) => choices.some((choice) => holds('=', left(item), choice(item)));
  }
  const comparator = words.takes(...Object.keys(COMPARATORS)) ?? words.unexpected();
  const right = operand(words);
  return (item) => holds(comparator, left(item), right(item));
}

function call(name: string, words: Words): Condition {
  words.expect('(');
  const path = words.path();
  if (name === 'begins_with') {
    words.expect(',');
    const start = words.value();
    words.expect(')');
    return (item) => typeOf(item?.[path] ?? {}) === 'S' && String(item?.[path]?.['S']).startsWith(String(start['S']));
  }
  if (name !== 'attribute_exists' && name !== 'attribute_not_exists') return words.fail(`the region does not know the function ${name}`);
  words.expect(')');
  return (item) => (item?.[path] !== undefined) === (name === 'attribute_exists');
}

function list(words: Words): readonly Operand[] {
  words.expect('(');
  const operands = [operand(words)];
  while (words.takes(',') !== undefined) operands.push(operand(words));
  words.expect(')');
  return operands;
}

function operand(words: Words): Operand {
  if (words.peek()?.startsWith(':') === true) {
    const value = words.value();
    return () => value;
  }
  const path = words.path();
  return (item) => item?.[path];
}

/** A comparison with an attribute that is not there is false, whichever it is. */
function holds(comparator: string, one: AttributeValue | undefined, other: AttributeValue | undefined): boolean {
  return one !== undefined && other !== undefined && compares(comparator, one, other);
}

/** @param comparator `= <> < <= > >=` */
export const compares = (comparator: string, one: AttributeValue, other: AttributeValue): boolean => COMPARATORS[comparator]?.(one, other) === true;
