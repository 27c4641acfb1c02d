import { canonical } from './canonical';
import type { Entry, Fact, SignedEntry } from './fact';
import type { Proofs } from './proofs';

/** What the first entry names as the one before it. */
export const NOTHING_BEFORE = '0'.repeat(64);

/** Who says something, where, and when. */
export interface Saying {
  readonly stage: string;
  readonly service: string;
  /** By the clock of whoever says it, as an ISO instant. */
  readonly now: string;
  /** The caller's ARN. */
  readonly by: string;
  readonly fact: Fact;
}

/**
 * The entry that comes after `last`.
 *
 * Clocks differ: one that is behind the clock of the entry before takes over its moment, so that a ledger never goes back in time.
 */
export function nextEntry(last: SignedEntry | undefined, { stage, service, now, by, fact }: Saying): Entry {
  const before = last?.entry;
  return {
    stage, service, by, fact,
    sequence: (before?.sequence ?? 0) + 1,
    at: before !== undefined && Date.parse(before.at) > Date.parse(now) ? before.at : now,
    previous: last?.hash ?? NOTHING_BEFORE,
  };
}

/** What is signed of an entry. */
export const hashOf = (entry: Entry, { hash }: Pick<Proofs, 'hash'>): string => hash(canonical(entry));

/** The entry that says `fact` word for word, if there is one: whoever tries again must not say it twice. */
export function saying(chain: readonly SignedEntry[], fact: Fact): SignedEntry | undefined {
  const words = canonical(fact);
  return chain.find(({ entry }) => canonical(entry.fact) === words);
}
