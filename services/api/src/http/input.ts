import type { Context } from 'hono';
import { bodyOf, invalid, limitOf, nameOf } from '../../../shared/src/http/input';
import type { Member } from '../points/entry';
import type { HistoryPage } from '../points/history';

const MOST_POINTS = 1_000_000;
const MOST_ENTRIES = 100;

/** @throws Refusal naming what is wrong with the path */
export const memberOf = (context: Context): Member => ({ shopId: nameOf(context, 'shopId'), memberId: nameOf(context, 'memberId') });

/** @throws Refusal when the body is anything but `{"points": n}` */
export async function pointsOf(context: Context): Promise<number> {
  const { points, ...others } = await bodyOf(context);
  if (typeof points !== 'number' || !Number.isInteger(points) || points < 1 || points > MOST_POINTS || Object.keys(others).length > 0) {
    throw invalid(`the body must be {"points": n} with a whole number from 1 to ${MOST_POINTS}`);
  }
  return points;
}

/** @throws Refusal when `limit` or `before` cannot be used */
export function pageOf(context: Context): HistoryPage {
  const limit = limitOf(context, MOST_ENTRIES, 20);
  const before = context.req.query('before');
  if (before !== undefined && !/^\d{1,18}$/.test(before)) throw invalid(`before must be an entryId, got "${before.slice(0, 80)}"`);
  return { limit, before };
}
