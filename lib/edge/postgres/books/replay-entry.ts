import { signed, type BookEntry, type Place } from '../../../core/reconcile/book-entry';
import type { Outcome } from '../../../core/reconcile/reconciliation';
import { verdictOn } from '../../../core/reconcile/verdict';
import type { Instant } from '../../../core/units';
import { readOne } from './right-books';
import type { Sql } from './sql';

/** Who moves entries, from where to where, and when. */
export interface Move {
  readonly from: Place;
  readonly to: Place;
  readonly at: Instant;
  /** Who does it: the caller's ARN. */
  readonly by: string;
}

/**
 * Writes an entry into the right books under its own idempotency key, with its origin, in one transaction: it is there whole or not at all.
 *
 * The member's row is locked first, as the service does, so that a till which repeats the same movement meanwhile waits and finds it.
 * What was read before may have changed since, so the verdict is found again here.
 */
export async function replayEntry(sql: Sql, entry: BookEntry, { from, at, by }: Move): Promise<Outcome> {
  const { shopId, memberId, movement, points, key, release, account, recordedAt } = entry;
  await sql.query('begin');
  if (movement === 'earn') await sql.query('insert into points.members (shop_id, member_id, balance) values ($1, $2, 0) on conflict do nothing', [shopId, memberId]);
  const [member] = await sql.query('select balance from points.members where shop_id = $1 and member_id = $2 for update', [shopId, memberId]);
  const balance = Number(member?.balance ?? 0);
  const verdict = verdictOn(entry, await readOne(sql, entry, from), balance);
  if (verdict.kind !== 'replay') {
    await sql.query('rollback');
    return verdict;
  }
  const left = balance + signed(entry);
  await sql.query('update points.members set balance = $3 where shop_id = $1 and member_id = $2', [shopId, memberId, left]);
  const [written] = await sql.query(
    `insert into points.entries (shop_id, member_id, movement, points, balance, idempotency_key, release, account, recorded_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning entry_id`,
    [shopId, memberId, movement, points, left, key, release, account ?? null, new Date(recordedAt).toISOString()],
  );
  const entryId = String(written?.entry_id);
  await sql.query(
    'insert into points.arrivals (entry_id, from_stage, from_account, from_entry_id, brought_at, brought_by) values ($1, $2, $3, $4, $5, $6)',
    [entryId, from.stage, from.account, entry.entryId, new Date(at).toISOString(), by],
  );
  await sql.query('commit');
  return { kind: 'replayed', entryId };
}

/** Records in the wrong books where an entry counts now. A second record of the same changes nothing. */
export async function recordDeparture(sql: Sql, entryId: string, there: { readonly entryId: string; readonly how: 'replayed' | 'found' }, { to, at, by }: Move): Promise<void> {
  await sql.query(
    `insert into points.departures (entry_id, to_stage, to_account, to_entry_id, how, recorded_at, recorded_by)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict (entry_id) do nothing`,
    [entryId, to.stage, to.account, there.entryId, there.how, new Date(at).toISOString(), by],
  );
}
