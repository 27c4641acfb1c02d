import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createRaw, type AddressInfo, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';

/** A real HTTP server that stands behind a balancer. */
export interface HttpTarget extends AsyncDisposable {
  readonly port: number;
  /** What it was asked, health checks left out. */
  readonly seen: Seen[];
  /** How many connections were opened to it, those of health checks left out. */
  readonly connections: () => number;
  /** Whether its health checks pass. */
  healthy: boolean;
}

export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** Answers `/healthz` by itself, and everything else with `answer`; without one with its name. */
export async function startTarget(name: string, answer?: (request: Seen, response: ServerResponse) => void): Promise<HttpTarget> {
  const seen: Seen[] = [];
  const sockets = new Set<unknown>();
  const serve: RequestListener = (request, response) => {
    if (request.url === '/healthz') return void response.writeHead(target.healthy ? 200 : 500).end();
    sockets.add(request.socket);
    void text(request).then((body) => {
      const one = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body };
      seen.push(one);
      if (answer === undefined) response.end(name);
      else answer(one, response);
    }, () => undefined);
  };
  const server = createServer({ keepAliveTimeout: 65_000 }, serve);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const target: HttpTarget = {
    port: (server.address() as AddressInfo).port, seen, healthy: true, connections: () => sockets.size,
    [Symbol.asyncDispose]: () => new Promise((closed) => {
      server.close(() => closed());
      server.closeAllConnections();
    }),
  };
  return target;
}

/** A server that does with every connection what `behave` says: for targets that break the rules. */
export async function startRawTarget(behave: (socket: Socket) => void): Promise<AsyncDisposable & { readonly port: number }> {
  const open = new Set<Socket>();
  const server = createRaw((socket) => {
    open.add(socket.on('error', () => undefined));
    behave(socket);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: () => new Promise((closed) => {
      server.close(() => closed());
      for (const socket of open) socket.destroy();
    }),
  };
}
