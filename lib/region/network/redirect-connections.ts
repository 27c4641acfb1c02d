import { isIP, Socket } from 'node:net';
import { seconds } from '../../core/units';
import { wallClock } from '../../edge/time/wall-clock';
import type { Found } from './read-names';

/** What a connection is made to, in any of the forms that `Socket.connect` takes. */
interface Destination {
  readonly host?: string | undefined;
  readonly port?: number | string;
  readonly path?: string | null;
}

type Lookup = (host: string, options: unknown, done: (cause: Error) => void) => void;

export interface Redirection {
  /** What stands behind `host:port`, or behind AWS's endpoints (`@aws`). */
  readonly find: (name: string) => Found;
  /** The real port behind a container port on which this very process listens. */
  readonly ownPort: (port: number) => number | undefined;
  /** Where the region's endpoint is, which stands for all of AWS's. */
  readonly awsPort: number;
}

/** How long a system goes on sending SYN when nobody answers: what Linux does by default (net.ipv4.tcp_syn_retries). */
const CONNECT_TIMEOUT = seconds(127);

/**
 * From now on connections of this process go where the region's names lead. Unix sockets and loopback stay what they are, but
 * for a container port on which this very process listens, and for AWS's endpoints. A way that security groups close is silent, as on AWS:
 * the connection hangs until the client gives up. Any other address does not exist: nothing of a rehearsal leaves the machine.
 */
export function redirectConnections({ find, ownPort, awsPort }: Redirection): void {
  const destination = (wanted: Destination, socket: Socket): Destination & { readonly lookup?: Lookup } => {
    // node:http sets a path of null where there is no Unix socket.
    if (typeof wanted.path === 'string' || wanted.port === undefined) return wanted;
    const { host = 'localhost', port } = wanted;
    if (isLoopback(host)) {
      if (Number(port) === awsPort && find('@aws') === 'closed') return { ...wanted, host: 'nowhere.invalid', lookup: silence(socket, host, port) };
      const real = ownPort(Number(port));
      return real === undefined ? wanted : { ...wanted, host: '127.0.0.1', port: real };
    }
    const found = find(`${host.toLowerCase().replace(/\.$/, '')}:${port}`);
    if (typeof found === 'number') return { ...wanted, host: '127.0.0.1', port: found };
    return { ...wanted, host: 'nowhere.invalid', lookup: found === 'closed' ? silence(socket, host, port) : (_, __, done) => done(unreachable(host, port)) };
  };

  const connect = Socket.prototype.connect as (this: Socket, ...args: unknown[]) => Socket;
  Socket.prototype.connect = function redirected(this: Socket, ...args: unknown[]): Socket {
    const [first, second] = args;
    // net.connect hands its arguments over as one array: [options, callback].
    if (Array.isArray(first)) first[0] = destination(first[0] as Destination, this);
    else if (typeof first === 'object' && first !== null) args[0] = destination(first as Destination, this);
    else if (isPort(first)) args.splice(0, typeof second === 'string' ? 2 : 1, destination({ port: first, host: typeof second === 'string' ? second : undefined }, this));
    return connect.apply(this, args);
  };
}

/** Anything else that is no object is the path of a Unix socket. */
const isPort = (value: unknown): value is number | string => typeof value === 'number' || (typeof value === 'string' && /^\d+$/.test(value));

const isLoopback = (host: string): boolean => /^(localhost|.*\.localhost|127(\.\d{1,3}){3}|0\.0\.0\.0|::1?|::ffff:127(\.\d{1,3}){3})$/i.test(host);

/** Nobody answers. The waiting keeps the process alive, as a connection that is being made does, and ends with the socket. */
function silence(socket: Socket, host: string, port: number | string): Lookup {
  return (_, __, done) => {
    const given = new AbortController();
    socket.once('close', () => given.abort());
    const late = Object.assign(new Error(`connect ETIMEDOUT ${host}:${port} (no security group or route lets it through)`), { code: 'ETIMEDOUT', syscall: 'connect', address: host, port: Number(port) });
    wallClock.sleep(CONNECT_TIMEOUT, given.signal).then(() => done(late), () => undefined);
  };
}

function unreachable(host: string, port: number | string): Error {
  if (isIP(host) !== 0) return Object.assign(new Error(`connect EHOSTUNREACH ${host}:${port} (there is no such address in the region)`), { code: 'EHOSTUNREACH', syscall: 'connect', address: host, port: Number(port) });
  return Object.assign(new Error(`getaddrinfo ENOTFOUND ${host} (there is no ${host}:${port} in the region)`), { code: 'ENOTFOUND', syscall: 'getaddrinfo', hostname: host });
}
