import { select, type Select } from '../../../shared/src/database/query';
import { EVIDENCE } from '../database/evidence';
import { entryIn, type Entry, type EntryRequest } from './entry';

/** The entry that the request's key made earlier, if it did. Ask the primary: a replica may not have it yet. */
export function entryByKey({ member, key }: Pick<EntryRequest, 'member' | 'key'>): Select<Entry> {
  return select(
    `select entry_id, movement, points, balance, ${EVIDENCE}
       from points.entries
      where shop_id = $1 and member_id = $2 and idempotency_key = $3`,
    [member.shopId, member.memberId, key],
    entryIn,
  );
}
