import { change, type Change } from '../../../shared/src/database/query';
import { EVIDENCE } from '../database/evidence';
import { entryIn, type Entry, type EntryRequest } from './entry';

/** Takes points and adds the entry about them. The member must be locked and have enough. */
export function usedEntry({ member, points, key, release, account, recordedAt }: EntryRequest): Change<Entry> {
  return change(
    `with member as (
       update points.members set balance = balance - $3 where shop_id = $1 and member_id = $2
       returning balance
     )
     insert into points.entries (shop_id, member_id, movement, points, balance, idempotency_key, release, account, recorded_at)
     select $1, $2, 'use', $3, member.balance, $4, $5, $6, $7 from member
     returning entry_id, movement, points, balance, ${EVIDENCE}`,
    [member.shopId, member.memberId, points, key, release, account, recordedAt.toISOString()],
    entryIn,
  );
}
