import { createServer } from 'node:https';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { createSecureContext } from 'node:tls';
import type { KeyPair } from '../certificates/authority';
import type { Route } from './route';

/** Where CloudFormation lets custom resources of a region answer: a bucket of S3, with HTTPS on its usual port, as clients expect. */
export const answerHost = (region: string): string => `cloudformation-custom-resource-response-${region.replaceAll('-', '')}.s3.${region}.amazonaws.com`;

export interface AnswerDoor extends AsyncDisposable {
  /** The real port on this machine, whatever the host's name is. */
  readonly port: number;
}

/** Serves the route under any name, with a certificate for it. */
export async function openAnswerDoor(route: Route, issue: (names: readonly string[]) => KeyPair): Promise<AnswerDoor> {
  const contexts = new Map<string, ReturnType<typeof createSecureContext>>();
  const contextFor = (name: string): ReturnType<typeof createSecureContext> => {
    const { certificate, key } = issue([name]);
    const made = contexts.get(name) ?? createSecureContext({ cert: certificate, key });
    contexts.set(name, made);
    return made;
  };
  const server = createServer({ SNICallback: (name, done) => done(null, contextFor(name)) }, (request, response) => {
    void text(request).then(async (body) => {
      const path = (request.url ?? '/').slice(route.prefix.length);
      const { status, body: answer, contentType } = await route.answer({ method: request.method ?? 'GET', path, body, headers: request.headers }) ?? { status: 404, body: '', contentType: undefined };
      response.writeHead(status, contentType === undefined ? {} : { 'content-type': contentType }).end(answer);
    }).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: () => new Promise((closed) => {
      server.close(() => closed());
      server.closeAllConnections();
    }),
  };
}
