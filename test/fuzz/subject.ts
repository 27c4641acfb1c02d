import type { Dice } from '../../lib/core/chance';

/** What one malformed thing came to. */
export type Outcome =
  /** It was still good, or was begun as if it were, and nothing is wrong with what came out. */
  | { readonly kind: 'taken' }
  /** In clear words. */
  | { readonly kind: 'refused' }
  /** What must not happen. */
  | { readonly kind: 'wrong'; readonly why: string };

/** Something that reads what others write. */
export interface Subject {
  readonly name: string;
  /** Reads one thing that `chance` has spoilt. */
  readonly once: (chance: Dice) => Promise<Outcome>;
}

export const taken: Outcome = { kind: 'taken' };
export const refused: Outcome = { kind: 'refused' };
export const wrong = (why: string): Outcome => ({ kind: 'wrong', why });
