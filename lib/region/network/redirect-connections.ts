import { isIP, Socket } from 'node:net';

/** What a connection is made to, in any of the forms that `Socket.connect` takes. */
interface Destination {
  readonly host?: string | undefined;
  readonly port?: number | string;
  readonly path?: string | null;
}

type Lookup = (host: string, options: unknown, done: (cause: Error) => void) => void;

/**
 * From now on connections of this process go where the region's names lead. Unix sockets and loopback stay what they are, but
 * for a container port on which this very process listens. Any other address does not exist: nothing of a rehearsal leaves the machine.
 */
export function redirectConnections(find: (host: string, port: number | string) => number | undefined, ownPort: (port: number) => number | undefined): void {
  const destination = (wanted: Destination): Destination & { readonly lookup?: Lookup } => {
    // node:http sets a path of null where there is no Unix socket.
    if (typeof wanted.path === 'string' || wanted.port === undefined) return wanted;
    const { host = 'localhost', port } = wanted;
    const real = isLoopback(host) ? ownPort(Number(port)) : find(host, port);
    if (real !== undefined) return { ...wanted, host: '127.0.0.1', port: real };
    return isLoopback(host) ? wanted : { ...wanted, host: 'nowhere.invalid', lookup: (_, __, done) => done(unreachable(host, port)) };
  };

  const connect = Socket.prototype.connect as (this: Socket, ...args: unknown[]) => Socket;
  Socket.prototype.connect = function redirected(this: Socket, ...args: unknown[]): Socket {
    const [first, second] = args;
    // net.connect hands its arguments over as one array: [options, callback].
    if (Array.isArray(first)) first[0] = destination(first[0] as Destination);
    else if (typeof first === 'object' && first !== null) args[0] = destination(first as Destination);
    else if (isPort(first)) args.splice(0, typeof second === 'string' ? 2 : 1, destination({ port: first, host: typeof second === 'string' ? second : undefined }));
    return connect.apply(this, args);
  };
}

/** Anything else that is no object is the path of a Unix socket. */
const isPort = (value: unknown): value is number | string => typeof value === 'number' || (typeof value === 'string' && /^\d+$/.test(value));

const isLoopback = (host: string): boolean => /^(localhost|.*\.localhost|127(\.\d{1,3}){3}|0\.0\.0\.0|::1?|::ffff:127(\.\d{1,3}){3})$/i.test(host);

function unreachable(host: string, port: number | string): Error {
  if (isIP(host) !== 0) return Object.assign(new Error(`connect EHOSTUNREACH ${host}:${port} (there is no such address in the region)`), { code: 'EHOSTUNREACH', syscall: 'connect', address: host, port: Number(port) });
  return Object.assign(new Error(`getaddrinfo ENOTFOUND ${host} (there is no ${host}:${port} in the region)`), { code: 'ENOTFOUND', syscall: 'getaddrinfo', hostname: host });
}
