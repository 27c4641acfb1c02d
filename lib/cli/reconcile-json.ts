import type { BookEntry } from '../core/reconcile/book-entry';
import { checks, holds, isSettled, memberLines, type Seen } from '../core/reconcile/reconciliation';
import { totalOf } from '../core/reconcile/totals';

/** The answer of `changeover reconcile --format json`, as `reconcile.schema.json` says. */
export function reconcileJson(seen: Seen): object {
  const { from, to, since, dry, settled, plan, allInFrom } = seen;
  return {
    from, to, since: new Date(since).toISOString(), dry, settled: isSettled(seen),
    totals: {
      all: allInFrom, misplaced: totalOf(settled.map(({ entry }) => entry)), unclear: totalOf(plan.unclear.map(({ entry }) => entry)),
      stays: totalOf(plan.stays.map(({ entry }) => entry)), synthetic: totalOf(plan.synthetic),
    },
    checks: checks(seen).map((check) => ({ ...check, holds: holds(check) })),
    members: memberLines(seen),
    misplaced: settled.map(({ entry, by, outcome }) => ({ ...entryJson(entry), knownBy: by, outcome })),
    unclear: plan.unclear.map(({ entry, because }) => ({ ...entryJson(entry), because })),
    stays: plan.stays.map(({ entry, because }) => ({ ...entryJson(entry), because })),
  };
}

const entryJson = ({ entryId, shopId, memberId, movement, points, key, release, account, recordedAt }: BookEntry): object =>
  ({ entryId, shopId, memberId, movement, points, idempotencyKey: key, release, account: account ?? null, recordedAt: new Date(recordedAt).toISOString() });
