/**
 * The network interface of one process of the region; loaded with `node --require` before the process's own code.
 *
 * On AWS every task has an address of its own and finds others by name. Here all processes share one loopback address, so
 * this maps names to real ports when the process connects, and gives the process a real port when it listens on the port
 * that its container declares. Nothing else of the process is touched, and it imports nothing that the process might replace.
 */
import { readFileSync } from 'node:fs';
import { Server, Socket } from 'node:net';

const file = process.env['CHANGEOVER_NETWORK'];
const containerPort = Number(process.env['CHANGEOVER_CONTAINER_PORT']);

interface Destination {
  host?: string;
  port?: number | string;
  path?: string | null;
}

if (file !== undefined) {
  const names = (): Readonly<Record<string, number>> => JSON.parse(readFileSync(file, 'utf8')) as Record<string, number>;
  const redirect = (wanted: Destination): Destination => {
    // node:http sets a path of null where there is no Unix socket.
    if (typeof wanted.path === 'string' || wanted.host === undefined || wanted.port === undefined) return wanted;
    const port = names()[`${wanted.host.toLowerCase()}:${wanted.port}`];
    return port === undefined ? wanted : { ...wanted, host: '127.0.0.1', port };
  };

  const connect = Socket.prototype.connect as (this: Socket, ...args: unknown[]) => Socket;
  Socket.prototype.connect = function redirected(this: Socket, ...args: unknown[]): Socket {
    const [first, second] = args;
    // net.connect hands its arguments over as one array: [options, callback].
    if (Array.isArray(first)) first[0] = redirect(first[0] as Destination);
    else if (typeof first === 'object' && first !== null) args[0] = redirect(first as Destination);
    else if (typeof second === 'string') {
      const { host, port } = redirect({ port: first as number, host: second });
      args.splice(0, 2, port, host);
    }
    return connect.apply(this, args);
  };
}

if (Number.isInteger(containerPort)) {
  const listen = Server.prototype.listen as (this: Server, ...args: unknown[]) => Server;
  Server.prototype.listen = function published(this: Server, ...args: unknown[]): Server {
    const [first, ...rest] = args;
    const options = typeof first === 'object' && first !== null ? (first as Destination) : { port: first as number };
    if (Number(options.port) !== containerPort) return listen.apply(this, args);
    this.once('listening', () => {
      const address = this.address();
      if (typeof address === 'object' && address !== null) process.send?.({ listening: address.port });
    });
    return listen.call(this, { host: '127.0.0.1', port: 0 }, rest.find((argument) => typeof argument === 'function'));
  };
}
