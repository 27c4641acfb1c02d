import { createServer as createHttp, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { AddressInfo } from 'node:net';
import { groupFor, ruleFor } from './choose';
import { forward } from './forward';
import type { Action, ListenerConfiguration } from './messages';
import type { Tally } from './tally';
import type { Target } from './target';

export interface Routing {
  readonly roll: () => number;
  /** A target of the group that may be sent requests; `undefined` when the group has none. */
  readonly pick: (groupArn: string) => Target | undefined;
  readonly tally: Tally;
}

/** One listener: a server of its own, whose rules change while it serves. */
export class Listener {
  private readonly server: Server;

  constructor(private configuration: ListenerConfiguration, private readonly routing: Routing) {
    const { tls } = configuration;
    const serve = (request: IncomingMessage, response: ServerResponse): void => {
      void this.serve(request, response).catch(() => response.destroy());
    };
    this.server = tls === undefined ? createHttp(serve) : createHttps({ cert: tls.certificate, key: tls.key }, serve);
    this.server.keepAliveTimeout = 60_000;
    this.server.on('clientError', (_, socket) => socket.destroy());
  }

  configure(configuration: ListenerConfiguration): void {
    this.configuration = configuration;
  }

  /** Starts to listen on a port that the system chooses. */
  async open(): Promise<number> {
    await new Promise<void>((listening) => this.server.listen(0, '127.0.0.1', listening));
    return (this.server.address() as AddressInfo).port;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    const host = (request.headers.host ?? '').split(':')[0] ?? '';
    const action = ruleFor(this.configuration.rules, host, path);
    if (action?.kind === 'forward') return this.forwardTo(action, request, response);
    const { status, headers, body } = own(action, host, request.url ?? '/');
    this.count(status, undefined);
    answer(request, response, status, headers, body);
  }

  private async forwardTo(action: Extract<Action, { kind: 'forward' }>, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const groupArn = groupFor(action.groups, this.routing.roll());
    const target = groupArn === undefined ? undefined : this.routing.pick(groupArn);
    if (target === undefined) {
      this.count(503, undefined);
      return answer(request, response, 503, { 'content-type': 'text/html' }, page('503 Service Temporarily Unavailable'));
    }
    const { tls, port, loadBalancerArn } = this.configuration;
    const outcome = await forward(request, response, target, tls === undefined ? 'http' : 'https', port);
    if (outcome.kind === 'abandoned') return;
    if (outcome.kind === 'answered') {
      return this.routing.tally.add({ loadBalancerArn, groupArn, status: outcome.status, byTarget: true }, outcome.latencyMs);
    }
    this.count(outcome.status, groupArn);
    if (!response.headersSent) answer(request, response, outcome.status, { 'content-type': 'text/html' }, page(outcome.status === 502 ? '502 Bad Gateway' : '504 Gateway Time-out'));
  }

  private count(status: number, groupArn: string | undefined): void {
    this.routing.tally.add({ loadBalancerArn: this.configuration.loadBalancerArn, groupArn, status, byTarget: false });
  }
}

function own(action: Action | undefined, host: string, url: string): { status: number; headers: Record<string, string>; body: string } {
  if (action?.kind === 'fixed-response') return { status: action.status, headers: { 'content-type': action.contentType }, body: action.body };
  if (action?.kind === 'redirect') return { status: action.status, headers: { location: `${action.protocol.toLowerCase()}://${host}:${action.port}${url}` }, body: '' };
  return { status: 503, headers: { 'content-type': 'text/html' }, body: page('503 Service Temporarily Unavailable') };
}

function answer(request: IncomingMessage, response: ServerResponse, status: number, headers: Record<string, string>, body: string): void {
  request.resume();
  response.writeHead(status, { server: 'awselb/2.0', ...headers, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

const page = (title: string): string => `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n</body>\r\n</html>\r\n`;
