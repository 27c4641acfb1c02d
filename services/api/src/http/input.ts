import type { Context } from 'hono';
import type { Member } from '../points/entry';
import type { HistoryPage } from '../points/history';
import { Refusal } from './refusal';

const NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;
const MOST_POINTS = 1_000_000;
const MOST_ENTRIES = 100;

/** @throws Refusal naming what is wrong with the path */
export function memberOf(context: Context): Member {
  const name = (key: string): string => {
    const value = context.req.param(key) ?? '';
    if (!NAME.test(value)) throw invalid(`${key} must be 1 to 64 letters, digits, dashes or underscores, got "${value.slice(0, 80)}"`);
    return value;
  };
  return { shopId: name('shopId'), memberId: name('memberId') };
}

/** @throws Refusal when there is no usable Idempotency-Key */
export function idempotencyKeyOf(context: Context): string {
  const key = context.req.header('idempotency-key');
  if (key === undefined || !/^[\x21-\x7e]{1,128}$/.test(key)) {
    throw invalid('the header Idempotency-Key must hold 1 to 128 visible ASCII characters, '
      + 'chosen anew for each movement and kept for its repetitions');
  }
  return key;
}

/** @throws Refusal when the body is anything but `{"points": n}` */
export async function pointsOf(context: Context): Promise<number> {
  const body: unknown = await context.req.json().catch(() => undefined);
  const fields = typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as Record<string, unknown>) : {};
  const { points, ...others } = fields;
  if (typeof points !== 'number' || !Number.isInteger(points) || points < 1 || points > MOST_POINTS || Object.keys(others).length > 0) {
    throw invalid(`the body must be {"points": n} with a whole number from 1 to ${MOST_POINTS}`);
  }
  return points;
}

/** @throws Refusal when `limit` or `before` cannot be used */
export function pageOf(context: Context): HistoryPage {
  const { limit = '20', before } = context.req.query();
  if (!/^\d{1,3}$/.test(limit) || Number(limit) < 1 || Number(limit) > MOST_ENTRIES) {
    throw invalid(`limit must be a whole number from 1 to ${MOST_ENTRIES}, got "${limit.slice(0, 80)}"`);
  }
  if (before !== undefined && !/^\d{1,18}$/.test(before)) throw invalid(`before must be an entryId, got "${before.slice(0, 80)}"`);
  return { limit: Number(limit), before };
}

const invalid = (message: string): Refusal => new Refusal(400, 'invalid-request', message);
