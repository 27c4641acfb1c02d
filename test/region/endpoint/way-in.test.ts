import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { startEndpoint } from '../../../lib/region/endpoint/server';

async function open() {
  const shop = createServer((_, response) => void response.end('open'));
  await new Promise<void>((listening) => shop.listen(0, '127.0.0.1', listening));
  const { port } = shop.address() as AddressInfo;
  const endpoint = await startEndpoint({}, [], { customers: (host, at) => (host === 'shop.elb.amazonaws.com' && at === 80 ? port : undefined) });
  return { endpoint, close: async () => { await endpoint[Symbol.asyncDispose](); shop.closeAllConnections(); shop.close(); } };
}

/** What a customer gets who asks by the endpoint. */
const visit = (endpoint: string, name: string): Promise<{ readonly status: number | undefined; readonly body: string }> => new Promise((resolve, reject) => {
  const asking = request(endpoint, { method: 'CONNECT', path: name });
  asking.on('error', reject);
  asking.on('connect', ({ statusCode }, socket) => {
    if (statusCode !== 200) return void socket.destroy(resolve({ status: statusCode, body: '' }) ?? undefined);
    socket.write('GET / HTTP/1.0\r\n\r\n');
    void text(socket).then((answer) => resolve({ status: statusCode, body: answer.split('\r\n\r\n')[1] ?? '' }));
  });
  asking.end();
});

test('customers reach by name what the region has on its internet, and nothing else', async () => {
  const { endpoint, close } = await open();
  expect(await visit(endpoint.url, 'shop.elb.amazonaws.com:80')).toEqual({ status: 200, body: 'open' });
  expect(await visit(endpoint.url, 'shop.elb.amazonaws.com:443')).toEqual({ status: 502, body: '' });
  expect(await visit(endpoint.url, 'example.com:80')).toEqual({ status: 502, body: '' });
  await close();
});
