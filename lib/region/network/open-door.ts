import { Server } from 'node:net';

interface Listening {
  readonly port?: unknown;
  readonly host?: unknown;
}

/**
 * A server that listens on one of the declared ports gets a real port of its own, and `tell` is told which. One that listens on
 * loopback is not told of: nobody outside the container could reach it on AWS either.
 */
export function openDoor(declared: readonly number[], own: Map<number, number>, tell: (message: { readonly listening: number; readonly containerPort: number }) => void): void {
  const listen = Server.prototype.listen as (this: Server, ...args: unknown[]) => Server;
  Server.prototype.listen = function published(this: Server, ...args: unknown[]): Server {
    const { port, host, ...others } = wantedBy(args);
    const containerPort = typeof port === 'number' || typeof port === 'string' ? Number(port) : NaN;
    if (!declared.includes(containerPort)) return listen.apply(this, args);
    // Before the process's own listeners: they may connect to the port that they asked for.
    this.prependOnceListener('listening', () => {
      const address = this.address();
      if (typeof address !== 'object' || address === null) return;
      own.set(containerPort, address.port);
      if (!isLoopback(host)) tell({ listening: address.port, containerPort });
    });
    this.once('close', () => own.delete(containerPort));
    return listen.call(this, { ...others, host: '127.0.0.1', port: 0 }, args.find((argument) => typeof argument === 'function'));
  };
}

/** `listen(options)`, or `listen(port, host, backlog)` with any of the last two left out. */
function wantedBy([first, ...rest]: readonly unknown[]): Listening {
  if (typeof first === 'object' && first !== null) return first;
  return { port: first, host: rest.find((argument) => typeof argument === 'string'), ...backlogIn(rest) };
}

function backlogIn(rest: readonly unknown[]): { readonly backlog?: number } {
  const backlog = rest.find((argument) => typeof argument === 'number');
  return backlog === undefined ? {} : { backlog };
}

const isLoopback = (host: unknown): boolean => typeof host === 'string' && /^(localhost|127(\.\d{1,3}){3}|::1)$/i.test(host);
