import type { Context } from 'hono';
import type { Evidence } from '../database/evidence';

/** Tells a probe which server took its write, which no answer to a customer does. */
export function showEvidence(context: Context, { recovery, server }: Evidence): void {
  context.header('x-changeover-database', JSON.stringify({ recovery, server }));
}
