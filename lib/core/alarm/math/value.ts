import type { Instant } from '../../units';
import type { Series } from '../series';

/** What an expression comes to: a scalar, a time series, or an array of time series (S, TS and TS[] in the user guide). */
export type Value =
  | { readonly kind: 'number'; readonly value: number }
  | SeriesValue
  | { readonly kind: 'array'; readonly items: readonly Series[] };

export interface SeriesValue {
  readonly kind: 'series';
  readonly series: Series;
}

/** Why an expression makes no sense. It depends on the expression alone and never on the data. */
export interface Fault {
  readonly kind: 'fault';
  readonly message: string;
}

export const aNumber = (value: number): Value => ({ kind: 'number', value });
export const aSeries = (series: Series): Value => ({ kind: 'series', series });
export const anArray = (items: readonly Series[]): Value => ({ kind: 'array', items });
export const fault = (message: string): Fault => ({ kind: 'fault', message });
export const isFault = (value: Value | Fault): value is Fault => value.kind === 'fault';

/** What a value is, in the words of a message. */
export function kindOf(value: Value): string {
  switch (value.kind) {
    case 'number':
      return 'a number';
    case 'series':
      return 'a time series';
    case 'array':
      return 'an array of time series';
  }
}

/** The same points with other values. A value that is no number any more, as after a division by zero, is dropped. */
export function mapped(series: Series, change: (value: number, at: Instant) => number | undefined): Series {
  const points = [...series].map(([at, value]) => [at, change(value, at)] as const);
  return new Map(points.filter((point): point is readonly [Instant, number] => point[1] !== undefined && Number.isFinite(point[1])));
}

/** Two series point by point. Where only one has a value the other counts as 0; where none has, the result has none. */
export function combined(left: Series, right: Series, combine: (left: number, right: number) => number): Series {
  const points = [...new Set([...left.keys(), ...right.keys()])].toSorted((one, other) => one - other);
  return mapped(new Map(points.map((at) => [at, 0])), (_, at) => combine(left.get(at) ?? 0, right.get(at) ?? 0));
}
