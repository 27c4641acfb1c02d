import { fieldsOf, type Fields } from '../fields';

/** What an event has to be like: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern.html */
export type EventPattern = (event: Fields) => boolean;

/**
 * Reads a pattern of exact values: every name that it has must be in the event, with one of the values of its list.
 *
 * @throws RangeError for what AWS refuses, and for comparisons other than that of equality
 */
export function readPattern(given: unknown, path = 'EventPattern'): EventPattern {
  const names = Object.keys(fieldsOf(given));
  if (typeof given !== 'object' || given === null || Array.isArray(given) || names.length === 0) throw new RangeError(`${path} must be an object with at least one name`);
  const checks = Object.entries(given as Fields).map(([name, wanted]): EventPattern => {
    if (!Array.isArray(wanted)) {
      const inner = readPattern(wanted, `${path}.${name}`);
      return (event) => inner(fieldsOf(event[name]));
    }
    const other: unknown = wanted.find((value) => typeof value === 'object' && value !== null);
    if (other !== undefined || wanted.length === 0) throw new RangeError(`the region compares events with exact values, at least one, got ${path}.${name}: ${JSON.stringify(wanted)}`);
    // A list in the event matches with any of its items.
    return (event) => [event[name]].flat().some((value) => wanted.includes(value));
  });
  return (event) => checks.every((check) => check(event));
}
