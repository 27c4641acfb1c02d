import type { IncomingMessage } from 'node:http';
import type { OwnAnswer } from './own-answer';
import { errorPage } from './own-answer';

const LONGEST_LINE = 16 * 1_024;
const MOST_FORWARDERS = 30;

/**
 * The answer to a request that is not routed at all: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html
 *
 * `undefined` for any other.
 */
export function unacceptable({ method, url = '', headers, rawHeaders }: IncomingMessage): OwnAnswer | undefined {
  if (method === 'TRACE') return errorPage(405);
  if (url.length > LONGEST_LINE) return errorPage(414);
  if (rawHeaders.some((part) => part.length > LONGEST_LINE)) return errorPage(400);
  if (String(headers['x-forwarded-for'] ?? '').split(',').length > MOST_FORWARDERS) return errorPage(463);
  if (!/^(chunked|identity)?$/i.test(headers['transfer-encoding'] ?? '')) return errorPage(501);
  if (headers.upgrade !== undefined && /\bupgrade\b/i.test(headers.connection ?? '')) {
    return { status: 501, headers: { 'content-type': 'text/plain', connection: 'close' }, body: `the region's load balancer does not upgrade connections, got ${headers.upgrade}\n` };
  }
  return undefined;
}

/** The status for what could not even be read; `undefined` when there is nobody left to tell. */
export function unreadable(code: string | undefined): 400 | 408 | 505 | undefined {
  switch (code) {
    case 'ECONNRESET':
    case 'EPIPE': return undefined;
    case 'ERR_HTTP_REQUEST_TIMEOUT': return 408;
    case 'HPE_INVALID_VERSION': return 505;
    default: return 400;
  }
}
