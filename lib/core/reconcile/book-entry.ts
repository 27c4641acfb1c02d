import type { Instant } from '../units';

/** A stage and the account that it lives in: what the identity row of a database says. */
export interface Place {
  readonly stage: string;
  readonly account: string;
}

/** Whose points these are. */
export interface Member {
  readonly shopId: string;
  readonly memberId: string;
}

/** One movement of points as a database's books hold it. */
export interface BookEntry extends Member {
  /** Its number in these books. */
  readonly entryId: string;
  readonly movement: 'earn' | 'use';
  /** From 1. */
  readonly points: number;
  /** Chosen by the till: the same key for the same member is the same movement, in whichever books it stands. */
  readonly key: string;
  /** The build that wrote it. */
  readonly release: string;
  /** The account that the writing task ran in; `undefined` for entries of releases that did not record it. */
  readonly account: string | undefined;
  readonly recordedAt: Instant;
}

/** What an entry does to the member's balance. */
export const signed = ({ movement, points }: Pick<BookEntry, 'movement' | 'points'>): number => (movement === 'earn' ? points : -points);

/** One text for one member; no id holds a line break. */
export const memberName = ({ shopId, memberId }: Member): string => `${shopId}\n${memberId}`;
export const keyName = (entry: Member & { readonly key: string }): string => `${memberName(entry)}\n${entry.key}`;
