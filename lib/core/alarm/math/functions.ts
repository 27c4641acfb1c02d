import { between, toSeconds } from '../../units';
import { timestamps, type Series, type Window } from '../series';
import { choose } from './choose';
import { aNumber, anArray, aSeries, fault, kindOf, mapped, type Fault, type Value } from './value';

interface MathFunction {
  readonly name: string;
  /** How many arguments it takes. */
  readonly least: number;
  readonly most: number;
  apply(args: readonly Value[], window: Window): Value | Fault;
}

/** The functions that work on values. METRICS, PERIOD and FILL also look at how their arguments are written. */
const functions: readonly MathFunction[] = [
  onEach('ABS', (series) => mapped(series, Math.abs)),
  onEach('CEIL', (series) => mapped(series, Math.ceil)),
  onEach('FLOOR', (series) => mapped(series, Math.floor)),
  onEach('DIFF', (series) => sincePrevious(series, (gain) => gain)),
  onEach('RATE', (series) => sincePrevious(series, (gain, seconds) => gain / seconds)),
  onEach('RUNNING_SUM', runningSum),
  reducing('SUM', (values) => sum(values)),
  reducing('AVG', (values, ofHowMany) => sum(values) / ofHowMany),
  reducing('MIN', (values) => Math.min(...values)),
  reducing('MAX', (values) => Math.max(...values)),
  { name: 'TIME_SERIES', least: 1, most: 1, apply: ([of], window) => timeSeries(of, window) },
  { name: 'IF', least: 2, most: 3, apply: ([condition, then, otherwise]) => choose(condition, then, otherwise) },
];

export const functionNamed = (name: string): MathFunction | undefined => functions.find((one) => one.name === name);

export const functionNames: readonly string[] = [...functions.map(({ name }) => name), 'FILL', 'METRICS', 'PERIOD'].toSorted();

/** A function of one time series, or of each in an array. */
function onEach(name: string, change: (series: Series) => Series): MathFunction {
  return { name, least: 1, most: 1, apply: ([of]) => {
    if (of?.kind === 'series') return aSeries(change(of.series));
    return of?.kind === 'array' ? anArray(of.items.map(change)) : needs(name, 'a time series', of);
  } };
}

/**
 * A function that makes a number of a time series, and a time series of an array. In an array a missing value counts as
 * nothing to SUM, MIN and MAX, and as 0 to AVG, which divides by the number of series.
 */
function reducing(name: string, reduce: (values: readonly number[], ofHowMany: number) => number): MathFunction {
  return { name, least: 1, most: 1, apply: ([of]) => {
    if (of?.kind === 'series') return aNumber(reduce([...of.series.values()], of.series.size));
    return of?.kind === 'array' ? aSeries(acrossAll(of.items, reduce)) : needs(name, 'a time series', of);
  } };
}

function acrossAll(items: readonly Series[], reduce: (values: readonly number[], ofHowMany: number) => number): Series {
  const moments = [...new Set(items.flatMap((item) => [...item.keys()]))].toSorted((one, other) => one - other);
  return mapped(new Map(moments.map((at) => [at, 0])), (_, at) => reduce(items.flatMap((item) => item.get(at) ?? []), items.length));
}

/** Each point against the one before it that is there; the first has none and is dropped. */
function sincePrevious(series: Series, change: (gain: number, seconds: number) => number): Series {
  const points = [...series].toSorted(([one], [other]) => one - other);
  const previous = new Map(points.slice(1).map(([at], index) => [at, points[index]]));
  return mapped(series, (value, at) => {
    const before = previous.get(at);
    return before === undefined ? undefined : change(value - before[1], toSeconds(between(before[0], at)));
  });
}

function runningSum(series: Series): Series {
  let total = 0;
  return mapped(new Map([...series].toSorted(([one], [other]) => one - other)), (value) => (total += value));
}

function timeSeries(of: Value | undefined, window: Window): Value | Fault {
  if (of?.kind !== 'number') return needs('TIME_SERIES', 'a number', of);
  return aSeries(mapped(new Map(timestamps(window).map((at) => [at, of.value])), (value) => value));
}

const needs = (name: string, wanted: string, got: Value | undefined): Fault =>
  fault(`cannot use ${name} on ${got === undefined ? 'nothing' : kindOf(got)}, it takes ${wanted}`);

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
