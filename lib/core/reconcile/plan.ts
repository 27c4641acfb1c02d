import { belongingOf, type Evidence, type Knowledge, type Unclarity } from './belonging';
import { keyName, memberName, signed, type BookEntry } from './book-entry';
import { inOrder } from './in-order';
import { verdictOn, type Found, type Verdict } from './verdict';

/** An entry that landed in the wrong books, how that is known, and what is to become of it. */
export interface Misplaced {
  readonly entry: BookEntry;
  readonly by: Evidence;
  readonly verdict: Verdict;
}

/** An entry of which nobody can tell whose it is. */
export interface Unclear {
  readonly entry: BookEntry;
  readonly because: Unclarity;
}

/** Every entry of the wrong books since the time in question, in one of four lists. */
export interface Plan {
  /** In the order in which they are replayed. */
  readonly misplaced: readonly Misplaced[];
  readonly unclear: readonly Unclear[];
  readonly stays: readonly { readonly entry: BookEntry; readonly because: 'written here' | 'brought here' | 'shop unknown there' }[];
  readonly synthetic: readonly BookEntry[];
}

/** Entries sorted by whose they are. */
export interface Sorted extends Omit<Plan, 'misplaced'> {
  readonly there: readonly { readonly entry: BookEntry; readonly by: Evidence }[];
}

export function sortOut(entries: readonly BookEntry[], knowledge: Knowledge): Sorted {
  const judged = entries.map((entry) => ({ entry, belonging: belongingOf(entry, knowledge) }));
  return {
    there: judged.flatMap(({ entry, belonging }) => (belonging.kind === 'there' ? [{ entry, by: belonging.by }] : [])),
    unclear: judged.flatMap(({ entry, belonging }) => (belonging.kind === 'unclear' ? [{ entry, because: belonging.because }] : [])),
    stays: judged.flatMap(({ entry, belonging }) => (belonging.kind === 'here' ? [{ entry, because: belonging.because }] : [])),
    synthetic: judged.flatMap(({ entry, belonging }) => (belonging.kind === 'synthetic' ? [entry] : [])),
  };
}

/** What the right books hold, as far as it matters: by `keyName` and by `memberName`. */
export interface RightBooks {
  readonly found: ReadonlyMap<string, Found>;
  readonly balances: ReadonlyMap<string, number>;
}

/** What a run would do if it began now and nobody else moved points meanwhile. */
export function plan({ there, unclear, stays, synthetic }: Sorted, { found, balances }: RightBooks): Plan {
  const balance = new Map(balances);
  const by = new Map(there.map((one) => [one.entry.entryId, one.by]));
  const misplaced = inOrder(there.map(({ entry }) => entry)).map((entry): Misplaced => {
    const member = memberName(entry);
    const verdict = verdictOn(entry, found.get(keyName(entry)), balance.get(member) ?? 0);
    if (verdict.kind === 'replay') balance.set(member, (balance.get(member) ?? 0) + signed(entry));
    return { entry, by: by.get(entry.entryId) as Evidence, verdict };
  });
  return { misplaced, unclear, stays, synthetic };
}
