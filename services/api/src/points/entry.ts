import type { Fields } from '../../../shared/src/database/query';
import { evidenceIn, type Evidence } from '../database/evidence';

/** A member of a shop: whose points these are. */
export interface Member {
  readonly shopId: string;
  readonly memberId: string;
}

export type Movement = 'earn' | 'use';

/** A request to move points. */
export interface EntryRequest {
  readonly member: Member;
  readonly movement: Movement;
  readonly points: number;
  /**
   * Chosen by the client; the same key for the same member is the same request, however often it arrives. Keys belong to
   * one member, so that the member's lock orders everything that could clash, and shops cannot meet each other's keys.
   */
  readonly key: string;
  /** Which build wrote the entry: what a bad release wrote has to be found again. */
  readonly release: string;
  /** The account that the writing task ran in, as its platform says: it tells an entry of another environment from ours. */
  readonly account: string;
  readonly recordedAt: Date;
}

/** A movement that is in the books. Entries are never changed. */
export interface Entry {
  readonly entryId: string;
  readonly movement: Movement;
  readonly points: number;
  /** The member's balance right after it. */
  readonly balance: number;
  readonly evidence: Evidence;
}

export type EntryOutcome =
  | { readonly kind: 'recorded'; readonly entry: Entry }
  /** The key belongs to another request of this member. */
  | { readonly kind: 'key-reused' }
  | { readonly kind: 'insufficient-points'; readonly balance: number };

export function entryIn(fields: Fields): Entry {
  return {
    entryId: String(fields.entry_id),
    movement: fields.movement === 'use' ? 'use' : 'earn',
    points: Number(fields.points),
    balance: Number(fields.balance),
    evidence: evidenceIn(fields),
  };
}

/** What a key that was used before means for this request. */
export function repeated(earlier: Entry, { movement, points }: EntryRequest): EntryOutcome {
  return earlier.movement === movement && earlier.points === points ? { kind: 'recorded', entry: earlier } : { kind: 'key-reused' };
}
