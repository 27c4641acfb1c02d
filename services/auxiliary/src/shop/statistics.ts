import { select, type Select } from '../../../shared/src/database/query';

/** A shop in figures. */
export interface Statistics {
  /** Who ever earned. */
  readonly members: number;
  /** What they have together. */
  readonly points: number;
  readonly movements: number;
  readonly earned: number;
  readonly used: number;
}

/** One row, of zeros for a shop that nobody knows. In one statement, so that its figures are of one moment. */
export function statisticsOf(shopId: string): Select<Statistics> {
  return select(
    `select owned.members, owned.points, moved.movements, moved.earned, moved.used
       from (select count(*) as members, coalesce(sum(balance), 0) as points from points.members where shop_id = $1) as owned,
            (select count(*) as movements,
                    coalesce(sum(points) filter (where movement = 'earn'), 0) as earned,
                    coalesce(sum(points) filter (where movement = 'use'), 0) as used
               from points.entries where shop_id = $1) as moved`,
    [shopId],
    ({ members, points, movements, earned, used }) => ({
      members: Number(members), points: Number(points), movements: Number(movements), earned: Number(earned), used: Number(used),
    }),
  );
}
