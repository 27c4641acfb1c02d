import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import type { Clock } from '../../core/time';
import { millis } from '../../core/units';

/**
 * A free port of this machine, for a program that cannot be taught another one when it listens: it is told in `PORT`.
 *
 * Between the answer and the program's own start somebody else may take it; then the container does not start, and ECS tries again.
 */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

const LOOK_EVERY = millis(50);

/** Resolves once somebody accepts connections on the port; never, when `ended` comes first. */
export async function whenListening(port: number, wall: Clock, ended: AbortSignal): Promise<boolean> {
  while (!ended.aborted) {
    if (await accepts(port)) return true;
    await wall.sleep(LOOK_EVERY, ended).catch(() => undefined);
  }
  return false;
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const done = (answer: boolean) => (): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', done(true)).once('error', done(false));
  });
}
