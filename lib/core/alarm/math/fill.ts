import type { Instant } from '../../units';
import { timestamps, type Series, type Window } from '../series';

/** What stands in for a missing data point: always the same number, a point of another series, the last real point, a straight line. */
export type Filler =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'series'; readonly series: Series }
  | { readonly kind: 'REPEAT' }
  | { readonly kind: 'LINEAR' };

/**
 * The series with its missing points filled, over the whole window.
 *
 * A metric without a single data point in the window stays without: FILL has nothing to fill, and the alarm's treatment of
 * missing data decides. REPEAT fills nothing ahead of the first point, LINEAR nothing outside the first and the last.
 */
export function fill(series: Series, filler: Filler, window: Window): Series {
  if (series.size === 0) return series;
  const points = timestamps(window).map((at) => [at, series.get(at) ?? fillerAt(series, filler, at)] as const);
  return new Map(points.filter((point): point is readonly [Instant, number] => point[1] !== undefined && Number.isFinite(point[1])));
}

function fillerAt(series: Series, filler: Filler, at: Instant): number | undefined {
  switch (filler.kind) {
    case 'number':
      return filler.value;
    case 'series':
      return filler.series.get(at);
    case 'REPEAT':
      return lastBefore(series, at)?.[1];
    case 'LINEAR':
      return onTheLine(lastBefore(series, at), firstAfter(series, at), at);
  }
}

type Point = readonly [Instant, number];

function onTheLine(from: Point | undefined, to: Point | undefined, at: Instant): number | undefined {
  if (from === undefined || to === undefined) return undefined;
  return from[1] + ((to[1] - from[1]) * (at - from[0])) / (to[0] - from[0]);
}

const lastBefore = (series: Series, at: Instant): Point | undefined => inOrder(series).findLast(([other]) => other < at);
const firstAfter = (series: Series, at: Instant): Point | undefined => inOrder(series).find(([other]) => other > at);
const inOrder = (series: Series): readonly Point[] => [...series].toSorted(([one], [other]) => one - other);
