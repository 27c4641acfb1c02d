import { STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/** An answer that no target has given. */
export interface OwnAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Statuses that only load balancers have, and those for which Node has other words. */
const TITLES: Readonly<Record<number, string>> = { 460: 'Client Closed Request', 463: 'Bad Request', 503: 'Service Temporarily Unavailable', 504: 'Gateway Time-out' };

const titleOf = (status: number): string => `${status} ${TITLES[status] ?? STATUS_CODES[status] ?? 'Error'}`;

/** The page that Elastic Load Balancing shows with an error of its own. */
export function errorPage(status: number): OwnAnswer {
  const title = titleOf(status);
  return {
    status, headers: { 'content-type': 'text/html' },
    body: `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n</body>\r\n</html>\r\n`,
  };
}

export function giveAnswer(request: IncomingMessage, response: ServerResponse, { status, headers, body }: OwnAnswer): void {
  // What the client still sends has to be read, or its next request would never be seen.
  request.resume();
  response.writeHead(status, TITLES[status] ?? STATUS_CODES[status] ?? 'Error', {
    server: 'awselb/2.0', 'content-length': Buffer.byteLength(body), connection: response.shouldKeepAlive ? 'keep-alive' : 'close', ...headers,
  });
  response.end(body);
}

/** Answers something that never became a request, and ends its connection. */
export function giveLastAnswer(socket: Duplex, { status, headers, body }: OwnAnswer): void {
  const lines = Object.entries({ server: 'awselb/2.0', ...headers, 'content-length': Buffer.byteLength(body), connection: 'close' });
  socket.end(`HTTP/1.1 ${titleOf(status)}\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`);
}
