import type { Context } from 'hono';
import { bodyOf, invalid } from '../../../shared/src/http/input';

/** @throws Refusal when the body is anything but `{"day": "2026-11-23"}` with a day that exists */
export async function dayOf(context: Context): Promise<string> {
  const { day, ...others } = await bodyOf(context);
  if (typeof day !== 'string' || !isDay(day) || Object.keys(others).length > 0) {
    throw invalid('the body must be {"day": "..."} with a day such as 2026-11-23');
  }
  return day;
}

function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
