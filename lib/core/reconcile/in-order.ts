import type { BookEntry } from './book-entry';

/**
 * The order in which entries are replayed: what was earned first, then what was used, each as it was written.
 *
 * So a use is in doubt only when everything that the member earned does not cover it. And since nothing is earned after the first use,
 * a use that did not fit once does not fit later in the same run: a run that was interrupted and begun again ends as one that was not.
 */
export function inOrder(entries: readonly BookEntry[]): readonly BookEntry[] {
  const written = [...entries].sort((one, other) => (BigInt(one.entryId) < BigInt(other.entryId) ? -1 : 1));
  return [...written.filter(({ movement }) => movement === 'earn'), ...written.filter(({ movement }) => movement === 'use')];
}
