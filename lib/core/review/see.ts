import type { Change } from './change';
import type { Difference } from './differences';
import type { Look, Rule, Sighting } from './finding';

/** How a value is shown: short, on one line, and `nothing` where there is none. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length <= 120 ? text : `${text.slice(0, 100)} ... (${text.length} characters)`;
}

export const becomes = ({ path, before, after }: Difference): string => `${path}: ${shown(before)} becomes ${shown(after)}`;

/** Sees every place in resources of some types for which `test` holds. */
export const everyPlace = (types: RegExp, test: (place: Difference, change: Change) => boolean): Rule => ({ changes }: Look): readonly Sighting[] =>
  changes.filter(({ type }) => types.test(type)).flatMap((change) => change.differences.filter((place) => test(place, change)).map((place) => ({ change, property: place.path, what: becomes(place) })));

/** Sees every change of resources of some types for which `test` holds, as a whole. */
export const everyChange = (types: RegExp, test: (change: Change) => string | undefined): Rule => ({ changes }: Look): readonly Sighting[] =>
  changes.filter(({ type }) => types.test(type)).flatMap((change) => {
    const what = test(change);
    return what === undefined ? [] : [{ change, what }];
  });

export const together = (...rules: readonly Rule[]): Rule => (look) => rules.flatMap((rule) => rule(look));

const numberOf = (value: unknown): number => (typeof value === 'number' ? value : typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN);

/** Whether a number is smaller than it was, or gone. */
export const isLowered = ({ before, after }: Difference): boolean => !(numberOf(after) >= numberOf(before)) && before !== undefined;
/** Whether a number is larger than it was, or has come. */
export const isRaised = ({ before, after }: Difference): boolean => !(numberOf(after) <= numberOf(before)) && after !== undefined;
/** Whether something that was on is on no longer. */
export const isSwitchedOff = ({ before, after }: Difference): boolean => String(before) === 'true' && String(after) !== 'true';
export const isSwitchedOn = ({ before, after }: Difference): boolean => String(before) !== 'true' && String(after) === 'true';
/** Whether the value is gone, or another than it was: not that one has come where there was none. */
export const isLost = ({ before }: Difference): boolean => before !== undefined;
