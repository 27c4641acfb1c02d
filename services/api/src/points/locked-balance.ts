import { change, type Change } from '../../../shared/src/database/query';
import type { Member } from './entry';

/** The member's balance, held until the transaction ends; no row for a member who never earned. */
export function lockedBalance({ shopId, memberId }: Member): Change<number> {
  return change(
    'select balance from points.members where shop_id = $1 and member_id = $2 for update',
    [shopId, memberId],
    ({ balance }) => Number(balance),
  );
}
