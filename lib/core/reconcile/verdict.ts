import type { BookEntry } from './book-entry';

/** What the right books hold under the key of an entry. */
export interface Found {
  /** In the right books. */
  readonly entryId: string;
  readonly movement: 'earn' | 'use';
  readonly points: number;
  /** The entry of the wrong books that it was made from; `undefined` when the till brought it. */
  readonly broughtFrom: string | undefined;
}

export type Verdict =
  | { readonly kind: 'replay' }
  | { readonly kind: 'there'; readonly entryId: string; readonly how: 'replayed' | 'found' }
  /** Another movement has the key: one of the two never happened, or the till reused a key. */
  | { readonly kind: 'doubt'; readonly because: 'key of another movement'; readonly entryId: string }
  | { readonly kind: 'doubt'; readonly because: 'exceeds the balance'; readonly balance: number };

/**
 * What becomes of an entry that belongs into books that hold `found` under its key and in which its member has `balance`.
 *
 * A use is never forced: the goods are gone and the points were not there, so whether the shop or the member bears it is for a person.
 */
export function verdictOn(entry: BookEntry, found: Found | undefined, balance: number): Verdict {
  if (found !== undefined) {
    if (found.movement !== entry.movement || found.points !== entry.points) return { kind: 'doubt', because: 'key of another movement', entryId: found.entryId };
    return { kind: 'there', entryId: found.entryId, how: found.broughtFrom === entry.entryId ? 'replayed' : 'found' };
  }
  if (entry.movement === 'use' && balance < entry.points) return { kind: 'doubt', because: 'exceeds the balance', balance };
  return { kind: 'replay' };
}
