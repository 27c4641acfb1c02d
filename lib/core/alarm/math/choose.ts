import type { Instant } from '../../units';
import { emptySeries } from '../series';
import { aSeries, fault, kindOf, mapped, type Fault, type Value } from './value';

/**
 * IF(condition, then, otherwise), by the user guide's rules. Any value but 0 is true.
 *
 * With a time series as condition each of its points chooses: a point missing in `then` counts as 0, one missing in
 * `otherwise` (or all, when it is left out) is dropped. With a number as condition the choice is between whole time series.
 */
export function choose(condition: Value | undefined, then: Value | undefined, otherwise: Value | undefined): Value | Fault {
  const given = [condition, then, otherwise].flatMap((value) => value ?? []);
  if (condition?.kind === 'series' && given.every(({ kind }) => kind !== 'array')) {
    return aSeries(mapped(condition.series, (value, at) => (value === 0 ? valueAt(otherwise, at) : valueAt(then, at) ?? 0)));
  }
  if (condition?.kind === 'number' && given.slice(1).every(({ kind }) => kind === 'series')) {
    return (condition.value === 0 ? otherwise : then) ?? aSeries(emptySeries);
  }
  return fault(`cannot use IF on ${given.map(kindOf).join(', ')}: it takes a time series with time series or numbers, `
    + 'or a number with time series');
}

function valueAt(value: Value | undefined, at: Instant): number | undefined {
  if (value?.kind === 'number') return value.value;
  return value?.kind === 'series' ? value.series.get(at) : undefined;
}
