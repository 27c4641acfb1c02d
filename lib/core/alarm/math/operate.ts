import type { Series } from '../series';
import type { ArithmeticOperator, Operator } from './expression';
import { aNumber, anArray, aSeries, combined, fault, kindOf, mapped, type Fault, type Value } from './value';

const meanings: Readonly<Record<Operator, (left: number, right: number) => number>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '^': (left, right) => left ** right,
  '==': (left, right) => Number(left === right),
  '!=': (left, right) => Number(left !== right),
  '<=': (left, right) => Number(left <= right),
  '>=': (left, right) => Number(left >= right),
  '<': (left, right) => Number(left < right),
  '>': (left, right) => Number(left > right),
  'AND': (left, right) => Number(left !== 0 && right !== 0),
  'OR': (left, right) => Number(left !== 0 || right !== 0),
};

/**
 * One operation, by the user guide's table: missing values count as 0, and a data point that would be divided by zero is
 * dropped. Arithmetic also takes an array with a number or with a time series; comparison and logic do not.
 */
export function operate(operator: Operator, left: Value, right: Value): Value | Fault {
  const meaning = meanings[operator];
  const flipped = (own: number, other: number): number => meaning(other, own);
  if (left.kind === 'number' && right.kind === 'number') return aNumber(meaning(left.value, right.value));
  if (left.kind === 'series' && right.kind !== 'array') return aSeries(pointwise(left.series, right, meaning));
  if (right.kind === 'series' && left.kind !== 'array') return aSeries(pointwise(right.series, left, flipped));
  if (isArithmetic(operator)) {
    if (left.kind === 'array' && right.kind !== 'array') return anArray(left.items.map((item) => pointwise(item, right, meaning)));
    if (right.kind === 'array' && left.kind !== 'array') return anArray(right.items.map((item) => pointwise(item, left, flipped)));
  }
  return fault(`cannot use "${operator}" between ${kindOf(left)} and ${kindOf(right)}`);
}

export function negate(value: Value): Value {
  switch (value.kind) {
    case 'number':
      return aNumber(-value.value);
    case 'series':
      return aSeries(mapped(value.series, (one) => -one));
    case 'array':
      return anArray(value.items.map((item) => mapped(item, (one) => -one)));
  }
}

type Single = Exclude<Value, { readonly kind: 'array' }>;

function pointwise(own: Series, other: Single, meaning: (own: number, other: number) => number): Series {
  return other.kind === 'number' ? mapped(own, (value) => meaning(value, other.value)) : combined(own, other.series, meaning);
}

const isArithmetic = (operator: Operator): operator is ArithmeticOperator => '+-*/^'.includes(operator);
