import { randomUUID } from 'node:crypto';
import type { Context } from 'hono';

/** The load balancer's own id where there is one, so that its access log and ours tell of the same request. */
export function requestIdOf(context: Context): string {
  const trace = context.req.header('x-amzn-trace-id') ?? '';
  return /Root=(1-[0-9a-f]{8}-[0-9a-f]{24})/.exec(trace)?.[1] ?? randomUUID();
}
