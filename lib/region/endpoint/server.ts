import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { isServiceError, reasonOf } from '../service-error';
import { operationFor, type Services } from './json-protocol';

/** Something that answers at a path prefix of its own, beside the services. */
export interface Route {
  readonly prefix: string;
  /** The answer, or `undefined` for "there is nothing here". */
  answer(request: { readonly method: string; readonly path: string; readonly body: string; readonly headers: Headers }): Promise<Answer | undefined>;
}

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly contentType?: string;
}

export interface Endpoint extends AsyncDisposable {
  readonly url: string;
}

/** The region's AWS endpoint: on loopback only, on a port that the system chooses. */
export async function startEndpoint(services: Services, routes: readonly Route[]): Promise<Endpoint> {
  const server = createServer((request, response) => {
    void respond(request, services, routes)
      .catch((thrown: unknown) => failed(thrown))
      .then(({ status, body, contentType }) => write(response, status, body, contentType ?? 'application/x-amz-json-1.1'));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: () => new Promise((closed) => {
      server.close(() => closed());
      server.closeAllConnections();
    }),
  };
}

async function respond(request: IncomingMessage, services: Services, routes: readonly Route[]): Promise<Answer> {
  const path = request.url ?? '/';
  const body = await text(request);
  const route = routes.find(({ prefix }) => path.startsWith(prefix));
  if (route !== undefined) {
    const answer = await route.answer({ method: request.method ?? 'GET', path: path.slice(route.prefix.length), body, headers: request.headers });
    return answer ?? { status: 404, body: '' };
  }
  const operation = operationFor(request.headers, services);
  const answer = await operation.run(operation.input(body), operation.caller);
  return { status: 200, body: JSON.stringify(answer), contentType: operation.contentType };
}

function failed(thrown: unknown): Answer {
  if (isServiceError(thrown)) return { status: thrown.status, body: JSON.stringify({ __type: thrown.code, message: thrown.message }) };
  return { status: 500, body: JSON.stringify({ __type: 'InternalFailure', message: reasonOf(thrown) }) };
}

function write(response: ServerResponse, status: number, body: string, contentType: string): void {
  if (response.writableEnded || response.destroyed) return;
  response.writeHead(status, { 'content-type': contentType, 'content-length': Buffer.byteLength(body), 'x-amzn-requestid': response.req.headers['amz-sdk-invocation-id'] ?? '' });
  response.end(body);
}
