import { Pool } from 'undici';
import type { Count, LoadTarget } from './messages';
import type { Customer } from './mix';

/** What became of one request. */
export type Outcome = Pick<Count, 'release' | 'end' | 'detail'>;

/** A customer's patience. */
const PATIENCE_MS = 30_000;

/** Sends customers' requests as a till would: over kept connections, and never a second time. */
export function sender({ port, domain, authority }: LoadTarget): { readonly send: (customer: Customer) => Promise<Outcome>; readonly close: () => Promise<void> } {
  const origin = `${authority === undefined ? 'http' : 'https'}://127.0.0.1:${port}`;
  const pool = new Pool(origin, {
    connections: 128, pipelining: 1, headersTimeout: PATIENCE_MS, bodyTimeout: PATIENCE_MS, keepAliveTimeout: 4_000,
    ...(authority === undefined ? {} : { connect: { ca: authority, servername: domain } }),
  });
  return {
    close: () => pool.close(),
    async send({ operation, exchange, method, target, body, key }) {
      try {
        const answer = await pool.request({
          method, path: target, body: body ?? null,
          headers: { host: domain, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...(operation.effect === 'read' ? {} : { 'idempotency-key': key }) },
        });
        const text = await answer.body.text();
        const release = [answer.headers['x-changeover-release']].flat()[0];
        if (answer.statusCode === exchange.expect) return { release, end: 'succeeded', detail: String(answer.statusCode) };
        // Only a release says which one it is; the balancer's own answers do not.
        return { release, end: release === undefined ? 'lost' : 'failed', detail: `${answer.statusCode}${codeIn(text)}` };
      } catch (thrown) {
        const { code, message } = thrown as Error & { readonly code?: string };
        return { release: undefined, end: 'lost', detail: code ?? message };
      }
    },
  };
}

function codeIn(text: string): string {
  try {
    const { code } = JSON.parse(text) as { readonly code?: unknown };
    return typeof code === 'string' ? ` ${code}` : '';
  } catch {
    return '';
  }
}
