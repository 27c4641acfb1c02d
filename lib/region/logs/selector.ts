/** `$.name`, `$.names[0].first-name`: names of letters, digits, `-` and `_`, and places in lists. */
const SELECTOR = /^\$(?:\.[A-Za-z0-9_-]+|\[\d+\])+$/;

export const isSelector = (text: string): boolean => SELECTOR.test(text);

/** What a selector finds in an event; `undefined` when it finds nothing. */
export function select(selector: string, event: unknown): unknown {
  return (selector.match(/[A-Za-z0-9_-]+/g) ?? []).reduce<unknown>((value, step) =>
    (typeof value === 'object' && value !== null && Object.hasOwn(value, step) ? (value as Record<string, unknown>)[step] : undefined), event);
}
