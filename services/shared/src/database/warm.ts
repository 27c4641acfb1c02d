import type { Pool } from 'pg';
import { connectFailure } from './failure';

/**
 * Opens as many sessions as the pool keeps, side by side, since one after the other would be served by the first, and gives
 * them back.
 */
export async function warm(pool: Pool): Promise<void> {
  const opened = await Promise.allSettled(Array.from({ length: pool.options.min ?? 0 }, () => pool.connect()));
  for (const result of opened) if (result.status === 'fulfilled') result.value.release();
  const failed = opened.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw connectFailure(failed.reason);
}
