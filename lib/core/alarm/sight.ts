import { breaches, type AlarmDefinition } from './definition';
import { watchedSeries } from './evaluate';
import type { SeriesLookup } from './math/evaluate-queries';
import type { Window } from './series';

/** What an alarm had before its eyes over a while: how far from firing it was, and whether there was anything to see. */
export interface Sight {
  /** Periods with a value. */
  readonly points: number;
  /** The value nearest to firing, or furthest beyond it; `undefined` when there was none. */
  readonly worst: number | undefined;
  /** Periods whose value was beyond the threshold. */
  readonly breaching: number;
}

/** Looks at the values that the alarm watches, whatever its state was made of them. */
export function sightOf(definition: AlarmDefinition, window: Window, lookup: SeriesLookup): Sight {
  const values = [...watchedSeries(definition, window, lookup).values()];
  const firesAbove = definition.comparison.startsWith('GreaterThan');
  return {
    points: values.length,
    worst: values.length === 0 ? undefined : values.reduce((worst, value) => (firesAbove ? Math.max(worst, value) : Math.min(worst, value))),
    breaching: values.filter((value) => breaches(definition, value)).length,
  };
}
