import { keyName, memberName, type BookEntry, type Member, type Place } from '../../../core/reconcile/book-entry';
import type { Standing } from '../../../core/reconcile/reconciliation';
import type { Total } from '../../../core/reconcile/totals';
import type { Found } from '../../../core/reconcile/verdict';
import type { Fields, Sql } from './sql';
import { SUMS, totalIn } from './wrong-books';

/** So many are asked for at a time. */
const PAGE = 2_000;

/** Shops, of those that are asked for, that the database has members of. */
export async function readShops(sql: Sql, shops: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await sql.query(`select shop_id from unnest($1::text[]) as asked (shop_id)
    where exists (select from points.members where members.shop_id = asked.shop_id)`, [shops]);
  return new Set(rows.map(({ shop_id: shop }) => String(shop)));
}

/** What stands under the keys of `entries`, by `keyName`. */
export async function readFound(sql: Sql, entries: readonly BookEntry[], from: Place): Promise<ReadonlyMap<string, Found>> {
  const found = new Map<string, Found>();
  for (const page of pages(entries)) {
    const rows = await sql.query(`select e.shop_id, e.member_id, e.idempotency_key as key, ${FOUND}
      join unnest($1::text[], $2::text[], $3::text[]) as asked (shop_id, member_id, key)
        on e.shop_id = asked.shop_id and e.member_id = asked.member_id and e.idempotency_key = asked.key
      left join points.arrivals a on a.entry_id = e.entry_id and a.from_stage = $4 and a.from_account = $5`,
    [page.map(({ shopId }) => shopId), page.map(({ memberId }) => memberId), page.map(({ key }) => key), from.stage, from.account]);
    for (const row of rows) found.set(keyName({ shopId: String(row.shop_id), memberId: String(row.member_id), key: String(row.key) }), foundIn(row));
  }
  return found;
}

/** What stands under the key of one entry. */
export async function readOne(sql: Sql, { shopId, memberId, key }: BookEntry, from: Place): Promise<Found | undefined> {
  const [row] = await sql.query(`select ${FOUND}
    left join points.arrivals a on a.entry_id = e.entry_id and a.from_stage = $4 and a.from_account = $5
    where e.shop_id = $1 and e.member_id = $2 and e.idempotency_key = $3`, [shopId, memberId, key, from.stage, from.account]);
  return row === undefined ? undefined : foundIn(row);
}

/** What the members have, by `memberName`; nothing for one who is not there. */
export async function readStanding(sql: Sql, members: readonly Member[], from: Place): Promise<ReadonlyMap<string, Standing>> {
  const standing = new Map<string, Standing>();
  for (const page of pages([...new Map(members.map((one) => [memberName(one), one])).values()])) {
    const rows = await sql.query(STANDING, [page.map(({ shopId }) => shopId), page.map(({ memberId }) => memberId), from.stage, from.account]);
    for (const row of rows) {
      standing.set(memberName({ shopId: String(row.shop_id), memberId: String(row.member_id) }), { balance: Number(row.balance), brought: Number(row.brought), own: Number(row.own) });
    }
  }
  return standing;
}

/** What was ever brought from the wrong books. */
export async function readArrivals(sql: Sql, from: Place): Promise<Total> {
  const [total] = await sql.query(`select ${SUMS} from points.entries join points.arrivals using (entry_id) where from_stage = $1 and from_account = $2`, [from.stage, from.account]);
  return totalIn(total);
}

const FOUND = 'e.entry_id, e.movement, e.points, a.from_entry_id from points.entries e';
const SIGNED = `case e.movement when 'earn' then e.points else -e.points end`;
const STANDING = `select m.shop_id, m.member_id, m.balance,
    coalesce(sum(${SIGNED}) filter (where a.entry_id is not null), 0) as brought, coalesce(sum(${SIGNED}) filter (where a.entry_id is null), 0) as own
  from unnest($1::text[], $2::text[]) as asked (shop_id, member_id)
  join points.members m using (shop_id, member_id)
  left join points.entries e using (shop_id, member_id)
  left join points.arrivals a on a.entry_id = e.entry_id and a.from_stage = $3 and a.from_account = $4
  group by m.shop_id, m.member_id, m.balance`;

const foundIn = (row: Fields): Found => ({
  entryId: String(row.entry_id), movement: row.movement === 'use' ? 'use' : 'earn', points: Number(row.points),
  broughtFrom: row.from_entry_id === null ? undefined : String(row.from_entry_id),
});

function pages<T>(all: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / PAGE) }, (_, at) => all.slice(at * PAGE, (at + 1) * PAGE));
}
