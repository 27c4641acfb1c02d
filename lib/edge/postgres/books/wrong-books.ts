import type { BookEntry, Place } from '../../../core/reconcile/book-entry';
import type { Total } from '../../../core/reconcile/totals';
import { instant, type Instant } from '../../../core/units';
import type { Fields, Sql } from './sql';

/** What is read of the database in which entries landed by mistake. */
export interface WrongBooks {
  /** All since the time in question, as they were written. */
  readonly entries: readonly BookEntry[];
  /** The same, summed up by the database. */
  readonly total: Total;
  readonly arrived: ReadonlySet<string>;
  /** Entries that are recorded as gone to the right books. */
  readonly departed: ReadonlySet<string>;
  /** Entries that are recorded as gone anywhere else. */
  readonly goneElsewhere: ReadonlySet<string>;
  /** Shops with entries of before. */
  readonly shopsBefore: ReadonlySet<string>;
}

export async function readWrongBooks(sql: Sql, since: Instant, to: Place): Promise<WrongBooks> {
  const from = new Date(since).toISOString();
  const entries = (await sql.query(ENTRIES, [from])).map(entryIn);
  const [total] = await sql.query(TOTAL, [from]);
  const shops = [...new Set(entries.map(({ shopId }) => shopId))];
  return {
    entries,
    total: totalIn(total),
    arrived: ids(await sql.query('select entry_id from points.arrivals')),
    departed: await readDeparted(sql, to),
    goneElsewhere: ids(await sql.query('select entry_id from points.departures where to_stage <> $1 or to_account <> $2', [to.stage, to.account])),
    shopsBefore: new Set((await sql.query(SHOPS_BEFORE, [shops, from])).map(({ shop_id: shop }) => String(shop))),
  };
}

export async function readDeparted(sql: Sql, to: Place): Promise<ReadonlySet<string>> {
  return ids(await sql.query('select entry_id from points.departures where to_stage = $1 and to_account = $2', [to.stage, to.account]));
}

/** What went from these books to others by being replayed there. */
export async function readDepartures(sql: Sql, to: Place): Promise<Total> {
  const [total] = await sql.query(`select ${SUMS} from points.entries join points.departures using (entry_id)
    where how = 'replayed' and to_stage = $1 and to_account = $2`, [to.stage, to.account]);
  return totalIn(total);
}

/** The columns that `totalIn` reads. */
export const SUMS = `count(*) as entries, coalesce(sum(points) filter (where movement = 'earn'), 0) as earned,
  coalesce(sum(points) filter (where movement = 'use'), 0) as used`;

const ENTRIES = `select entry_id, shop_id, member_id, movement, points, idempotency_key, release, account, recorded_at
  from points.entries where recorded_at >= $1 order by entry_id`;
const TOTAL = `select ${SUMS} from points.entries where recorded_at >= $1`;
const SHOPS_BEFORE = `select shop_id from unnest($1::text[]) as asked (shop_id)
  where exists (select from points.entries where entries.shop_id = asked.shop_id and recorded_at < $2)`;

export function totalIn(fields: Fields | undefined): Total {
  const [earned, used] = [Number(fields?.earned), Number(fields?.used)];
  return { entries: Number(fields?.entries), earned, used, net: earned - used };
}

const ids = (rows: readonly Fields[]): ReadonlySet<string> => new Set(rows.map(({ entry_id: id }) => String(id)));

const entryIn = (fields: Fields): BookEntry => ({
  entryId: String(fields.entry_id),
  shopId: String(fields.shop_id),
  memberId: String(fields.member_id),
  movement: fields.movement === 'use' ? 'use' : 'earn',
  points: Number(fields.points),
  key: String(fields.idempotency_key),
  release: String(fields.release),
  account: fields.account === null ? undefined : String(fields.account),
  recordedAt: instant((fields.recorded_at as Date).getTime()),
});
