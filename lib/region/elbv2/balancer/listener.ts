import { createServer as createHttp, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createHttps, type Server as HttpsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { addressOf, type Address } from './address';
import { groupFor, routerOf, type Router } from './choose';
import { meets, type Disturbance } from './disturbance';
import { forward } from './forward';
import type { Action, ListenerConfiguration } from './messages';
import { errorPage, giveAnswer, giveLastAnswer, type OwnAnswer } from './own-answer';
import { locationFor } from './redirect';
import { requestHeaders, type Arrival } from './request-headers';
import type { Tally } from './tally';
import type { Target } from './target';
import { unacceptable, unreadable } from './unacceptable';
import { withFault } from './with-fault';

export interface Routing {
  readonly nodes: number;
  readonly roll: () => number;
  readonly newTrace: () => string;
  /** A target of the group that a node may send requests to; `undefined` when the group has none. */
  readonly pick: (groupArn: string, node: number) => Target | undefined;
  readonly disturbanceOf: (groupArn: string) => Disturbance;
  readonly tally: Tally;
}

/** Room for 64 KB of headers and a request line of 16 KB, whose lengths are judged apart from that. */
const LARGEST_HEAD = 84 * 1_024;

/** One listener: a server of its own, whose rules change while it serves. */
export class Listener {
  private readonly server: Server;
  private readonly nodeOf = new WeakMap<Duplex, number>();
  private readonly serving = new WeakMap<Duplex, IncomingMessage>();
  private readonly stalled = new WeakSet<IncomingMessage>();
  private connections = 0;
  private route: Router;

  constructor(private configuration: ListenerConfiguration, private readonly routing: Routing) {
    this.route = routerOf(configuration.rules);
    const serve = (request: IncomingMessage, response: ServerResponse): void => {
      void this.serve(request, response).catch(() => response.destroy());
    };
    const { tls, http: { idleMs } } = configuration;
    const checkedEvery = Math.min(idleMs / 4, 5_000);
    const limits = { maxHeaderSize: LARGEST_HEAD, requestTimeout: 0, headersTimeout: idleMs, keepAliveTimeout: idleMs, connectionsCheckingInterval: checkedEvery };
    this.server = tls === undefined ? createHttp(limits, serve) : createHttps({ ...limits, cert: tls.certificate, key: tls.key, minVersion: tls.oldest }, serve);
    this.server.on(tls === undefined ? 'connection' : 'secureConnection', (socket: Socket) => this.nodeOf.set(socket, this.connections++ % this.routing.nodes));
    this.server.on('clientError', (cause: NodeJS.ErrnoException, socket) => this.unread(cause, socket));
    this.server.on('tlsClientError', () => this.routing.tally.add(configuration.loadBalancerArn, { kind: 'no-session' }));
    // A little later than the limit for the head of a request, which is answered.
    this.server.setTimeout(idleMs + checkedEvery, (socket: Socket) => this.idle(socket));
  }

  /** Whether this server can take the configuration over; otherwise it needs another one. */
  serves({ tls, http }: ListenerConfiguration): boolean {
    return (tls === undefined) === (this.configuration.tls === undefined) && tls?.oldest === this.configuration.tls?.oldest && http.idleMs === this.configuration.http.idleMs;
  }

  configure(configuration: ListenerConfiguration): void {
    const { tls } = configuration;
    if (tls !== undefined && tls.certificate !== this.configuration.tls?.certificate) (this.server as HttpsServer).setSecureContext({ cert: tls.certificate, key: tls.key, minVersion: tls.oldest });
    this.configuration = configuration;
    this.route = routerOf(configuration.rules);
  }

  /** @param port 0 for one that the system chooses */
  async open(port = 0): Promise<number> {
    await new Promise<void>((listening, failed) => this.server.once('error', failed).listen(port, '127.0.0.1', listening));
    return (this.server.address() as AddressInfo).port;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.serving.set(request.socket, request);
    response.once('close', () => {
      if (this.serving.get(request.socket) === request) this.serving.delete(request.socket);
    });
    const refusal = unacceptable(request);
    if (refusal !== undefined) return this.answer(request, response, refusal, 'nobody');
    const address = addressOf(request);
    const action = this.route(address.host, address.path);
    if (action?.kind === 'forward') return this.forwardTo(action, request, response);
    if (action === undefined) return this.answer(request, response, errorPage(503), 'nobody');
    this.answer(request, response, this.ownAnswer(action, address), action.kind);
  }

  private async forwardTo(action: Extract<Action, { kind: 'forward' }>, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { tally, pick, roll } = this.routing;
    const { loadBalancerArn, http: { idleMs } } = this.configuration;
    const groupArn = groupFor(action.groups, roll());
    const target = groupArn === undefined ? undefined : pick(groupArn, this.nodeOf.get(request.socket) ?? 0);
    if (groupArn === undefined || target === undefined) return this.answer(request, response, errorPage(503), 'nobody');
    const { headers, fault } = this.routing.disturbanceOf(groupArn);
    const met = fault !== undefined && meets(fault, { method: request.method ?? 'GET', path: addressOf(request).path }, roll) ? fault : undefined;
    const outcome = await withFault(met, headers, request, response, () => forward(request, response, target, requestHeaders(request, this.arrival()), idleMs, headers));
    switch (outcome.kind) {
      case 'answered': return tally.add(loadBalancerArn, { kind: 'answered', groupArn, status: outcome.status }, outcome.latencyMs);
      case 'abandoned': return tally.add(loadBalancerArn, { kind: 'failed', groupArn, status: this.stalled.has(request) ? 408 : 460, connected: outcome.connected });
      case 'failed': {
        tally.add(loadBalancerArn, { kind: 'failed', groupArn, status: outcome.status, connected: outcome.connected });
        const { headers: own, ...page } = errorPage(outcome.status);
        if (!response.headersSent) giveAnswer(request, response, { ...page, headers: { ...own, ...headers } });
      }
    }
  }

  private answer(request: IncomingMessage, response: ServerResponse, answer: OwnAnswer, by: 'fixed-response' | 'redirect' | 'nobody'): void {
    this.routing.tally.add(this.configuration.loadBalancerArn, { kind: 'own', status: answer.status, by });
    giveAnswer(request, response, answer);
  }

  private ownAnswer(action: Exclude<Action, { kind: 'forward' }>, address: Address): OwnAnswer {
    if (action.kind === 'fixed-response') return { status: action.status, headers: { 'content-type': action.contentType }, body: action.body };
    const { protocol, port } = this.arrival();
    return { status: action.status, headers: { 'content-type': 'text/html', location: locationFor(action, address, protocol, port) }, body: errorPage(action.status).body };
  }

  private arrival(): Arrival {
    const { tls, port, http } = this.configuration;
    return { protocol: tls === undefined ? 'http' : 'https', port, http, newTrace: this.routing.newTrace };
  }

  /** Something came that is no request; other connections do not notice. */
  private unread({ code }: NodeJS.ErrnoException, socket: Duplex): void {
    const status = unreadable(code);
    // Behind a request that is being answered there is no place for another answer.
    if (status === undefined || !socket.writable || this.serving.has(socket)) return void socket.destroy();
    this.routing.tally.add(this.configuration.loadBalancerArn, { kind: 'own', status, by: 'nobody' });
    giveLastAnswer(socket, errorPage(status));
  }

  /** Nothing has moved for the idle time-out. A target that is silent is judged where its request was sent. */
  private idle(socket: Socket): void {
    const request = this.serving.get(socket);
    if (request?.complete === true) return;
    if (request === undefined || this.stalled.has(request)) return void socket.destroy();
    this.stalled.add(request);
    giveLastAnswer(socket, errorPage(408));
  }
}
