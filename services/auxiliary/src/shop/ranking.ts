import { select, type Select } from '../../../shared/src/database/query';

export interface RankedMember {
  readonly memberId: string;
  readonly points: number;
}

/** The members of a shop with the most points, at most `limit`; equal ones by their names. */
export function rankingOf(shopId: string, limit: number): Select<RankedMember> {
  return select(
    'select member_id, balance from points.members where shop_id = $1 order by balance desc, member_id limit $2',
    [shopId, limit],
    ({ member_id: memberId, balance }) => ({ memberId: String(memberId), points: Number(balance) }),
  );
}
