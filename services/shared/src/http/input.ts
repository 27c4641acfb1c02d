import type { Context } from 'hono';
import { Refusal } from './refusal';

const NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;

/** The name that a path holds under `key`. @throws Refusal naming what is wrong with it */
export function nameOf(context: Context, key: string): string {
  const value = context.req.param(key) ?? '';
  if (!NAME.test(value)) throw invalid(`${key} must be 1 to 64 letters, digits, dashes or underscores, got "${value.slice(0, 80)}"`);
  return value;
}

/**
 * @param thing what a key stands for, such as `movement`
 * @throws Refusal when there is no usable Idempotency-Key
 */
export function idempotencyKeyOf(context: Context, thing: string): string {
  const key = context.req.header('idempotency-key');
  if (key === undefined || !/^[\x21-\x7e]{1,128}$/.test(key)) {
    throw invalid('the header Idempotency-Key must hold 1 to 128 visible ASCII characters, '
      + `chosen anew for each ${thing} and kept for its repetitions`);
  }
  return key;
}

/** The members of a JSON object; none when the body is anything else. */
export async function bodyOf(context: Context): Promise<Readonly<Record<string, unknown>>> {
  const body: unknown = await context.req.json().catch(() => undefined);
  return typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as Record<string, unknown>) : {};
}

/** @throws Refusal when the query's `limit` is no whole number from 1 to `most` */
export function limitOf(context: Context, most: number, otherwise: number): number {
  const limit = context.req.query('limit') ?? String(otherwise);
  if (!/^\d{1,3}$/.test(limit) || Number(limit) < 1 || Number(limit) > most) {
    throw invalid(`limit must be a whole number from 1 to ${most}, got "${limit.slice(0, 80)}"`);
  }
  return Number(limit);
}

export const invalid = (message: string): Refusal => new Refusal(400, 'invalid-request', message);
