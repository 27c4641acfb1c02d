import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { createSecureContext, TLSSocket, type SecureContext } from 'node:tls';
import { fatal, PASSWORD_REQUEST, readOpening, readPassword } from './wire';

export interface DatabaseEndpointPorts {
  readonly tls: { readonly certificate: string; readonly key: string };
  /** The Unix socket of the server behind this endpoint. */
  readonly server: () => string;
  /** `undefined` lets the user in; a text says why not. */
  readonly refuse: (user: string, password: string) => Promise<string | undefined>;
}

/** A database's address as RDS gives it: TLS or nothing, then a token or password, then the session as it is. */
export interface DatabaseEndpoint extends AsyncDisposable {
  /** The real port on loopback. */
  readonly port: number;
  /** Open sessions. */
  readonly connections: () => number;
  /** Drops every connection, as a failover does. */
  readonly cut: () => void;
}

export async function startDatabaseEndpoint(ports: DatabaseEndpointPorts): Promise<DatabaseEndpoint> {
  const context = createSecureContext({ cert: ports.tls.certificate, key: ports.tls.key });
  const open = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    greet(socket, context, ports);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const cut = (): void => {
    for (const socket of open) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => open.size,
    cut,
    [Symbol.asyncDispose]: () => new Promise((closed) => {
      server.close(() => closed());
      cut();
    }),
  };
}

/** Before TLS: only a request for it is answered. */
function greet(socket: Socket, context: SecureContext, ports: DatabaseEndpointPorts): void {
  reading(socket, (buffer) => {
    const read = readOpening(buffer);
    if (read === undefined) return undefined;
    const { opening, rest } = read;
    if (opening.kind === 'gss-request') {
      socket.write('N');
      return { rest };
    }
    if (opening.kind === 'cancel') {
      socket.destroy();
      connect(ports.server()).on('error', () => undefined).end(opening.raw);
      return { done: true, rest };
    }
    if (opening.kind === 'startup') {
      socket.end(fatal('28000', `no pg_hba.conf entry for host "127.0.0.1", user "${opening.user}", database "${opening.database}", no encryption`));
      return { done: true, rest };
    }
    socket.write('S');
    const secured = new TLSSocket(socket, { isServer: true, secureContext: context });
    secured.on('error', () => socket.destroy());
    authenticate(secured, ports);
    return { done: true, rest };
  });
}

function authenticate(socket: TLSSocket, ports: DatabaseEndpointPorts): void {
  let startup: { readonly raw: Buffer; readonly user: string } | undefined;
  reading(socket, (buffer) => {
    if (startup === undefined) {
      const read = readOpening(buffer);
      if (read === undefined) return undefined;
      if (read.opening.kind !== 'startup') throw new RangeError('expected a startup message');
      startup = read.opening;
      socket.write(PASSWORD_REQUEST);
      return { rest: read.rest };
    }
    const read = readPassword(buffer);
    if (read === undefined) return undefined;
    const { raw, user } = startup;
    socket.pause();
    void ports.refuse(user, read.password).then((why) => {
      if (why === undefined) join(socket, ports.server(), raw);
      else socket.end(fatal('28P01', why));
    }, () => socket.end(fatal('57P03', 'the database system is not accepting connections')));
    return { done: true, rest: read.rest };
  });
}

/** The server trusts its Unix socket; its first answer is the "authentication ok" that the client waits for. */
function join(client: TLSSocket, path: string, startup: Buffer): void {
  const server = connect(path);
  server.write(startup);
  server.on('error', () => client.destroy());
  client.on('close', () => server.destroy());
  server.on('close', () => client.destroySoon());
  client.pipe(server);
  server.pipe(client);
  client.resume();
}

type Progress = { readonly rest: Buffer; readonly done?: true } | undefined;

/** Collects bytes and offers them to `take` until it is done; a malformed message ends the connection. */
function reading(socket: Socket, take: (buffer: Buffer) => Progress): void {
  let buffer = Buffer.alloc(0);
  const onData = (chunk: Buffer): void => {
    buffer = Buffer.concat([buffer, chunk]);
    try {
      for (let progress = take(buffer); progress !== undefined; progress = take(buffer)) {
        buffer = Buffer.from(progress.rest);
        if (progress.done === true) {
          socket.off('data', onData);
          return;
        }
      }
    } catch {
      socket.destroy();
    }
  };
  socket.on('data', onData);
  socket.on('error', () => socket.destroy());
}
