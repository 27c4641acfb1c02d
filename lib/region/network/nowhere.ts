import { createServer, type AddressInfo, type Socket } from 'node:net';

/**
 * A port at which nobody ever answers: where the way is closed, a balancer's health checks run out of time, as they do when packets are dropped.
 *
 * A program that waits for more than an answer to its first byte cannot tell the difference.
 */
export async function startNowhere(): Promise<AsyncDisposable & { readonly port: number }> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket.on('error', () => undefined).on('close', () => open.delete(socket)));
    socket.resume();
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: () => new Promise((closed) => {
      server.close(() => closed());
      for (const socket of open) socket.destroy();
    }),
  };
}
