import { select, type Select } from '../../../shared/src/database/query';
import type { Member } from './entry';

/** A member's balance; no row for a member who never earned. */
export function balanceOf({ shopId, memberId }: Member): Select<number> {
  return select(
    'select balance from points.members where shop_id = $1 and member_id = $2',
    [shopId, memberId],
    ({ balance }) => Number(balance),
  );
}
