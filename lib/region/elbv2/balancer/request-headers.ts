import type { IncomingMessage } from 'node:http';
import type { HttpConfiguration } from './messages';

/** Headers that concern one connection only: https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1 */
const HOP_BY_HOP = new Set(['connection', 'keep-alive', 'proxy-authenticate', 'proxy-authorization', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade', 'expect']);
/** What the load balancer writes itself, whatever the client has sent. */
const WRITTEN = new Set(['x-forwarded-for', 'x-forwarded-proto', 'x-forwarded-port', 'x-amzn-trace-id']);

export const isHopByHop = (name: string): boolean => HOP_BY_HOP.has(name.toLowerCase());

export interface Arrival {
  readonly protocol: 'http' | 'https';
  readonly port: number;
  readonly http: HttpConfiguration;
  /** A trace's id, for a request that brings none. */
  readonly newTrace: () => string;
}

/** The headers for the target, as name, value, name, value: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/x-forwarded-headers.html */
export function requestHeaders(request: IncomingMessage, { protocol, port, http, newTrace }: Arrival): string[] {
  const { headers, rawHeaders, socket } = request;
  const ofThisConnection = (headers.connection ?? '').toLowerCase().split(/\s*,\s*/);
  const sent: string[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    const lower = name.toLowerCase();
    if (HOP_BY_HOP.has(lower) || WRITTEN.has(lower) || ofThisConnection.includes(lower)) continue;
    if (http.dropsInvalidHeaders && !/^[-A-Za-z0-9]+$/.test(name)) continue;
    sent.push(name, rawHeaders[index + 1] ?? '');
  }
  const forwardedFor = forwarders(headers['x-forwarded-for'], socket.remoteAddress ?? '', http.forwardedFor);
  if (forwardedFor !== undefined) sent.push('X-Forwarded-For', forwardedFor);
  sent.push('X-Forwarded-Proto', protocol, 'X-Forwarded-Port', String(port), 'X-Amzn-Trace-Id', trace(headers['x-amzn-trace-id'], newTrace));
  return sent;
}

function forwarders(before: string | readonly string[] | undefined, client: string, mode: HttpConfiguration['forwardedFor']): string | undefined {
  const known = before === undefined ? undefined : String(before);
  switch (mode) {
    case 'append': return known === undefined ? client : `${known}, ${client}`;
    case 'preserve': return known;
    case 'remove': return undefined;
  }
}

/** A client's trace goes on; the balancer names itself in it: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-request-tracing.html */
function trace(before: string | readonly string[] | undefined, newTrace: () => string): string {
  const fields = String(before ?? '').split(';').filter((field) => field !== '' && !field.startsWith('Self='));
  if (fields.length === 0) return `Root=${newTrace()}`;
  const rooted = fields.some((field) => field.startsWith('Root=')) ? [`Self=${newTrace()}`] : [`Root=${newTrace()}`];
  return [...rooted, ...fields].join(';');
}
