import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** The real port behind a name of the region, for somebody on the internet; nothing where nobody answers them. */
export type FindPort = (host: string, port: number) => number | undefined;

/**
 * Lets customers of this machine reach what the region has on its internet, by HTTP CONNECT: names of the region are known to nobody else.
 *
 * `curl --proxy $AWS_ENDPOINT_URL ...`: https://www.rfc-editor.org/rfc/rfc9110#name-connect
 */
export function wayIn(find: FindPort): (request: IncomingMessage, socket: Duplex, head: Buffer) => void {
  return ({ url = '' }, socket, head) => {
    socket.on('error', () => socket.destroy());
    const [, host = '', port = ''] = /^\[?([^\]]+?)\]?:(\d+)$/.exec(url) ?? [];
    const actual = find(host, Number(port));
    if (actual === undefined) {
      socket.end(`HTTP/1.1 502 Bad Gateway\r\nconnection: close\r\ncontent-type: text/plain\r\n\r\nnobody in the region answers the internet at ${url}\n`);
      return;
    }
    void join(connect(actual, '127.0.0.1'), socket, head);
  };
}

async function join(inside: Socket, outside: Duplex, head: Buffer): Promise<void> {
  inside.on('error', () => outside.destroy());
  outside.on('close', () => inside.destroy());
  inside.on('close', () => outside.destroy());
  await once(inside, 'connect').catch(() => undefined);
  outside.write('HTTP/1.1 200 Connection Established\r\n\r\n');
  inside.write(head);
  inside.pipe(outside).pipe(inside);
}
