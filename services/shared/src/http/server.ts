import { createServer, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { Time } from '../time';

/** A server that can leave without losing a request. */
export interface HttpServer {
  readonly port: number;
  /** Answers what has arrived, takes no more, and resolves when the last connection is closed. */
  drain(): Promise<void>;
}

/** The load balancer keeps idle connections for 60 s; who closes first must be the balancer, or a request meets a closing door. */
const KEEP_ALIVE_MS = 65_000;

/** How often idle connections are closed while draining: one that becomes idle later would hold up the end otherwise. */
const CLOSE_IDLE_EVERY_MS = 20;

export async function listen(fetch: (request: Request) => Response | Promise<Response>, port: number, time: Time): Promise<HttpServer> {
  const answer = getRequestListener(fetch, { overrideGlobalObjects: false });
  const unanswered = new Set<ServerResponse>();
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS, requestTimeout: 30_000 }, (request, response) => {
    unanswered.add(response);
    response.once('close', () => unanswered.delete(response));
    void answer(request, response);
  });
  server.listen(port);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    drain: async () => {
      const closed = once(server, 'close');
      server.close();
      // No other request may follow on these connections.
      for (const response of unanswered) if (!response.headersSent) response.setHeader('connection', 'close');
      const stop = time.every(CLOSE_IDLE_EVERY_MS, () => server.closeIdleConnections());
      await closed;
      stop();
    },
  };
}
