import { change, type Change } from '../../../shared/src/database/query';
import { EVIDENCE } from '../database/evidence';
import { entryIn, type Entry, type EntryRequest } from './entry';

/**
 * Adds points and the entry about them, in one statement. A key that was used before violates `entries_key_once`, which
 * undoes the addition too.
 */
export function earnedEntry({ member, points, key, release, account, recordedAt }: EntryRequest): Change<Entry> {
  return change(
    `with member as (
       insert into points.members as known (shop_id, member_id, balance) values ($1, $2, $3)
       on conflict (shop_id, member_id) do update set balance = known.balance + excluded.balance
       returning balance
     )
     insert into points.entries (shop_id, member_id, movement, points, balance, idempotency_key, release, account, recorded_at)
     select $1, $2, 'earn', $3, member.balance, $4, $5, $6, $7 from member
     returning entry_id, movement, points, balance, ${EVIDENCE}`,
    [member.shopId, member.memberId, points, key, release, account, recordedAt.toISOString()],
    entryIn,
  );
}
