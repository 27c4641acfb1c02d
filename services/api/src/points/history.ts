import { select, type Select } from '../../../shared/src/database/query';
import type { Member } from './entry';

/** An entry as customers see it. */
export interface PastEntry {
  readonly entryId: string;
  readonly movement: 'earn' | 'use';
  readonly points: number;
  readonly balance: number;
  readonly recordedAt: string;
}

export interface HistoryPage {
  readonly limit: number;
  /** Only entries older than this one; undefined starts with the newest. */
  readonly before: string | undefined;
}

/** A member's entries, newest first. */
export function historyOf({ shopId, memberId }: Member, { limit, before }: HistoryPage): Select<PastEntry> {
  return select(
    `select entry_id, movement, points, balance, recorded_at
       from points.entries
      where shop_id = $1 and member_id = $2 and ($3::bigint is null or entry_id < $3)
      order by entry_id desc limit $4`,
    [shopId, memberId, before ?? null, limit],
    ({ entry_id: entryId, movement, points, balance, recorded_at: recordedAt }) => ({
      entryId: String(entryId),
      movement: movement === 'use' ? 'use' : 'earn',
      points: Number(points),
      balance: Number(balance),
      recordedAt: (recordedAt as Date).toISOString(),
    }),
  );
}
