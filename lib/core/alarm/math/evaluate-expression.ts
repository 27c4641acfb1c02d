import { toSeconds } from '../../units';
import type { Series, Window } from '../series';
import type { Expression } from './expression';
import { fill, type Filler } from './fill';
import { functionNamed, functionNames } from './functions';
import { negate, operate } from './operate';
import { aNumber, anArray, aSeries, fault, isFault, kindOf, type Fault, type Value } from './value';

/** What the names in an expression stand for. */
export interface Scope {
  readonly window: Window;
  /** The metrics of the request by id, in their order; results of expressions are not among them. */
  readonly metrics: ReadonlyMap<string, Series>;
  /** What another expression comes to; nothing for an id that does not exist. */
  expression(id: string): Value | Fault | undefined;
}

/** What an expression comes to, or why it makes no sense. */
export function evaluateExpression(expression: Expression, scope: Scope): Value | Fault {
  switch (expression.kind) {
    case 'number':
      return aNumber(expression.value);
    case 'text':
      return fault(`has the text "${expression.text}", which only METRICS takes`);
    case 'word':
      return fault(`has the word ${expression.word}, which is neither an id nor a function; ids start with a small letter`);
    case 'reference':
      return valueOf(expression.id, scope);
    case 'negation':
      return withValues([expression.of], scope, ([of]) => (of === undefined ? fault('negates nothing') : negate(of)));
    case 'operation':
      return withValues([expression.left, expression.right], scope, ([left, right]) =>
        (left === undefined || right === undefined ? fault('lacks an operand') : operate(expression.operator, left, right)));
    case 'array':
      return withValues(expression.items, scope, arrayOf);
    case 'call':
      return call(expression.name, expression.args, scope);
  }
}

function call(name: string, args: readonly Expression[], scope: Scope): Value | Fault {
  if (name === 'METRICS') return metrics(args, scope);
  if (name === 'PERIOD') return period(args, scope);
  if (name === 'FILL') return filled(args, scope);
  const found = functionNamed(name);
  if (found === undefined) return fault(`uses ${name}, which is not supported; supported are ${functionNames.join(', ')}`);
  if (args.length < found.least || args.length > found.most) {
    const takes = found.least === found.most ? found.least : `${found.least} to ${found.most}`;
    return fault(`gives ${name} ${args.length} arguments, it takes ${takes}`);
  }
  return withValues(args, scope, (values) => found.apply(values, scope.window));
}

/** All metrics, or those whose id contains a text. */
function metrics(args: readonly Expression[], scope: Scope): Value | Fault {
  const [only] = args;
  if (args.length > 1 || (only !== undefined && only.kind !== 'text')) return fault('must call METRICS() or METRICS("part of an id")');
  return anArray([...scope.metrics].flatMap(([id, series]) => (only === undefined || id.includes(only.text) ? [series] : [])));
}

/** The period in seconds; only of a metric, since all of a request share it. */
function period([of, ...more]: readonly Expression[], scope: Scope): Value | Fault {
  const isMetric = of?.kind === 'reference' && scope.metrics.has(of.id);
  return isMetric && more.length === 0 ? aNumber(toSeconds(scope.window.period)) : fault('must call PERIOD with the id of a metric');
}

function filled(args: readonly Expression[], scope: Scope): Value | Fault {
  const [of, by] = args;
  if (of === undefined || by === undefined || args.length > 2) return fault(`gives FILL ${args.length} arguments, it takes 2`);
  const filler = fillerOf(by, scope);
  return filler.kind === 'fault' ? filler : withValues([of], scope, ([value]) => {
    if (value?.kind === 'series') return aSeries(fill(value.series, filler, scope.window));
    if (value?.kind === 'array') return anArray(value.items.map((item) => fill(item, filler, scope.window)));
    return fault('cannot use FILL on a number, it takes a time series');
  });
}

function fillerOf(by: Expression, scope: Scope): Filler | Fault {
  if (by.kind === 'word' && (by.word === 'REPEAT' || by.word === 'LINEAR')) return { kind: by.word };
  const value = evaluateExpression(by, scope);
  return value.kind === 'array' ? fault('cannot FILL with an array of time series') : value;
}

function arrayOf(values: readonly Value[]): Value | Fault {
  const wrong = values.find(({ kind }) => kind === 'number');
  if (wrong !== undefined) return fault(`has ${kindOf(wrong)} in an array of time series`);
  return anArray(values.flatMap((value) => (value.kind === 'array' ? value.items : value.kind === 'series' ? [value.series] : [])));
}

function valueOf(id: string, scope: Scope): Value | Fault {
  const series = scope.metrics.get(id);
  return series !== undefined ? aSeries(series) : scope.expression(id) ?? fault(`refers to ${id}, which is not an id of this request`);
}

/** Evaluates expressions and goes on with their values, unless one of them makes no sense. */
function withValues(of: readonly Expression[], scope: Scope, go: (values: readonly Value[]) => Value | Fault): Value | Fault {
  const values = of.map((one) => evaluateExpression(one, scope));
  return values.find(isFault) ?? go(values.filter((value): value is Value => !isFault(value)));
}
