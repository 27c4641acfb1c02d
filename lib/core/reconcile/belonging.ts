import type { BookEntry, Place } from './book-entry';

/** What is known besides the entries themselves. */
export interface Knowledge {
  readonly from: Place;
  readonly to: Place;
  /** Releases of which somebody knows that they served `to` and nothing else. */
  readonly releases: ReadonlySet<string>;
  /** Shops that `to` has members of. */
  readonly shopsThere: ReadonlySet<string>;
  /** Shops that `from` has entries of from before the time in question. */
  readonly shopsHere: ReadonlySet<string>;
  /** Entries of `from` that were brought there from other books. */
  readonly arrivedHere: ReadonlySet<string>;
  /** Entries of `from` that are recorded as gone to a third place. */
  readonly goneElsewhere: ReadonlySet<string>;
}

export type Unclarity = 'written in a third account' | 'shop known in both' | 'gone to a third place';

/** How it is known that an entry landed in the wrong database; the first is proof, the others are inference. */
export type Evidence = 'account' | 'release' | 'shop';

export type Belonging =
  | { readonly kind: 'there'; readonly by: Evidence }
  /** Nobody's money. */
  | { readonly kind: 'synthetic' }
  | { readonly kind: 'here'; readonly because: 'written here' | 'brought here' | 'shop unknown there' }
  | { readonly kind: 'unclear'; readonly because: Unclarity };

/** The shop that belongs to probes. */
const PROBE_SHOP = 'probe';

/**
 * Whose books an entry belongs to.
 *
 * The account that the writing task ran in proves it, where it is recorded and the two places differ in it. Without it somebody may
 * name the releases in question; and of a shop that only `to` ever knew, the points are `to`'s.
 */
export function belongingOf(entry: BookEntry, { from, to, releases, shopsThere, shopsHere, arrivedHere, goneElsewhere }: Knowledge): Belonging {
  if (entry.shopId === PROBE_SHOP) return { kind: 'synthetic' };
  if (arrivedHere.has(entry.entryId)) return { kind: 'here', because: 'brought here' };
  if (goneElsewhere.has(entry.entryId)) return { kind: 'unclear', because: 'gone to a third place' };
  if (entry.account !== undefined && from.account !== to.account) {
    if (entry.account === to.account) return { kind: 'there', by: 'account' };
    return entry.account === from.account ? { kind: 'here', because: 'written here' } : { kind: 'unclear', because: 'written in a third account' };
  }
  if (releases.has(entry.release)) return { kind: 'there', by: 'release' };
  if (!shopsThere.has(entry.shopId)) return { kind: 'here', because: 'shop unknown there' };
  return shopsHere.has(entry.shopId) ? { kind: 'unclear', because: 'shop known in both' } : { kind: 'there', by: 'shop' };
}
