/**
 * A faulty build of the auxiliary service: takes the place of services/auxiliary/src/shop/ranking.ts when the build is made.
 *
 * Somebody keeps the last rankings to save the replica work, in a table of fixed size, and asks for a column that was never made
 * once it is full. The probes and a canary of ten percent do not fill it; all customers do, some minutes into the bake.
 */
import { select, type Select } from '../../../../services/shared/src/database/query';

export interface RankedMember {
  readonly memberId: string;
  readonly points: number;
}

const PLACES = 60;
let asked = 0;

export function rankingOf(shopId: string, limit: number): Select<RankedMember> {
  asked += 1;
  const from = asked > PLACES ? 'rank_cached as balance' : 'balance';
  return select(
    `select member_id, ${from} from points.members where shop_id = $1 order by 2 desc, member_id limit $2`,
    [shopId, limit],
    ({ member_id: memberId, balance }) => ({ memberId: String(memberId), points: Number(balance) }),
  );
}
