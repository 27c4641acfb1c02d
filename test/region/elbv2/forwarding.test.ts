import { Readable } from 'node:stream';
import { request } from 'undici';
import { Opened } from '../../../lib/edge/processes/opened';
import { startTarget, type Seen } from '../support/http-target';
import { rawRequest } from '../support/raw-request';
import { at, startTestBalancer, to, type TestBalancer } from '../support/test-balancer';

const opened = new Opened();
let balancer: TestBalancer;

beforeAll(async () => {
  balancer = await startTestBalancer(opened);
});
afterAll(() => opened[Symbol.asyncDispose]());

/** A listener in front of one target that answers as told. */
async function inFrontOf(answer?: Parameters<typeof startTarget>[1], http: NonNullable<Parameters<TestBalancer['serve']>[2]>['http'] = {}) {
  const target = opened.add(await startTarget('it', answer));
  const port = await balancer.serve(to(['group', 1]), { group: [at(target.port)] }, { http });
  const ask = async (path: string, options: Parameters<typeof request>[1] = {}): Promise<{ status: number; headers: Record<string, unknown>; body: string }> => {
    const { statusCode, headers, body } = await request(`http://127.0.0.1:${port}${path}`, options);
    return { status: statusCode, headers, body: await body.text() };
  };
  return { target, port, ask, last: (): Seen => target.seen.at(-1)! };
}

test('a target sees the request as the client sent it, and the client the answer as the target gave it', async () => {
  const { ask, last } = await inFrontOf((_, response) => response.writeHead(418, { 'x-own': 'yes', 'set-cookie': ['a=1', 'b=2'], 'content-type': 'text/tea' }).end('short and stout'));
  const answer = await ask('/v1/pots%20/7?size=2&size=3', { method: 'PATCH', headers: { host: 'shop.example.com', 'X-Custom': 'kept' }, body: 'tip' });
  expect(last()).toMatchObject({ method: 'PATCH', url: '/v1/pots%20/7?size=2&size=3', body: 'tip', headers: { host: 'shop.example.com', 'x-custom': 'kept' } });
  expect(answer).toMatchObject({ status: 418, body: 'short and stout', headers: { 'x-own': 'yes', 'set-cookie': ['a=1', 'b=2'], 'content-type': 'text/tea' } });
});

test('large bodies pass whole in both directions, with and without a known length', async () => {
  const { ask } = await inFrontOf(({ body }, response) => response.end(body));
  const large = 'x'.repeat(3_000_000);
  expect((await ask('/', { method: 'POST', body: large })).body).toBe(large);
  const chunks = Readable.from(Array.from({ length: 30 }, () => large.slice(0, 100_000)));
  expect((await ask('/', { method: 'POST', body: chunks })).body).toBe(large);
});

test.each([
  ['HEAD', 200, { 'content-length': '5' }, ''],
  ['GET', 204, {}, ''],
  ['GET', 304, { etag: '"1"' }, ''],
  ['DELETE', 200, { 'transfer-encoding': 'chunked' }, 'gone!'],
] as const)('%s answered with %i ends where it should', async (method, status, headers, body) => {
  const { ask, port } = await inFrontOf((_, response) => response.writeHead(status, headers).end(method === 'HEAD' || status !== 200 ? undefined : 'gone!'));
  expect(await ask('/', { method })).toMatchObject({ status, body });
  // The connection is still good for another request.
  expect((await request(`http://127.0.0.1:${port}/`, { method })).statusCode).toBe(status);
});

test('the balancer says who asked, by which protocol and port, and begins a trace', async () => {
  const { ask, last } = await inFrontOf();
  await ask('/');
  expect(last().headers).toMatchObject({ 'x-forwarded-for': '127.0.0.1', 'x-forwarded-proto': 'http', 'x-forwarded-port': '80' });
  expect(last().headers['x-amzn-trace-id']).toMatch(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/);
});

test('what a client says about itself is added to where it may, and replaced where it lies', async () => {
  const { ask, last } = await inFrontOf();
  await ask('/', { headers: { 'x-forwarded-for': '203.0.113.9', 'x-forwarded-proto': 'https', 'x-forwarded-port': '443', 'x-amzn-trace-id': 'Root=1-5759e988-bd862e3fe1be46a994272793;Lineage=1:2' } });
  expect(last().headers).toMatchObject({ 'x-forwarded-for': '203.0.113.9, 127.0.0.1', 'x-forwarded-proto': 'http', 'x-forwarded-port': '80' });
  expect(last().headers['x-amzn-trace-id']).toMatch(/^Self=1-[0-9a-f]{8}-[0-9a-f]{24};Root=1-5759e988-bd862e3fe1be46a994272793;Lineage=1:2$/);
});

test.each([['preserve', '203.0.113.9'], ['remove', undefined]] as const)('the mode %s of X-Forwarded-For gives %s', async (forwardedFor, seen) => {
  const { ask, last } = await inFrontOf(undefined, { forwardedFor });
  await ask('/', { headers: { 'x-forwarded-for': '203.0.113.9' } });
  expect(last().headers['x-forwarded-for']).toBe(seen);
});

test('headers that concern the client\'s own connection stay there', async () => {
  const { port, last } = await inFrontOf();
  await rawRequest(port, 'GET / HTTP/1.1\r\nHost: a\r\nConnection: close, X-Hop\r\nX-Hop: 1\r\nTE: trailers\r\nProxy-Authorization: secret\r\nX-Kept: 1\r\n\r\n');
  expect(Object.keys(last().headers)).toEqual(expect.arrayContaining(['x-kept']));
  expect(Object.keys(last().headers).filter((name) => ['x-hop', 'te', 'proxy-authorization'].includes(name))).toEqual([]);
});

test.each([[true, undefined], [false, '1']] as const)('with dropping of invalid header fields %s a header with an underscore arrives as %s', async (dropsInvalidHeaders, seen) => {
  const { ask, last } = await inFrontOf(undefined, { dropsInvalidHeaders });
  await ask('/', { headers: { odd_name: '1' } });
  expect(last().headers['odd_name']).toBe(seen);
});

test('a client of HTTP/1.0 gets an answer without chunks, and the end of the connection as its end', async () => {
  const { port } = await inFrontOf((_, response) => {
    response.write('one ');
    response.end('two');
  });
  const answer = await rawRequest(port, 'GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n');
  expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  expect(answer).toMatch(/\r\nConnection: close\r\n/);
  expect(answer).toMatch(/\r\n\r\none two$/);
});

test('a client that expects 100-continue is told to go on', async () => {
  const { port, last } = await inFrontOf();
  const answer = await rawRequest(port, 'POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\nbody');
  expect(answer).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK/);
  expect(last()).toMatchObject({ body: 'body' });
  expect(last().headers['expect']).toBeUndefined();
});

test('connections to a target stay open, whatever it says about them, and clients get no such hint', async () => {
  const { ask, target } = await inFrontOf((_, response) => response.setHeader('keep-alive', 'timeout=1').end('ok'));
  const answers = [await ask('/1'), await ask('/2'), await ask('/3')];
  expect(answers.map(({ headers }) => [headers['connection'], headers['keep-alive']])).toEqual(Array.from({ length: 3 }, () => ['keep-alive', undefined]));
  expect(target.connections()).toBe(1);
});

test('bytes in a header are passed on as they are', async () => {
  const { port } = await inFrontOf((_, response) => {
    response.socket?.end('HTTP/1.1 200 OK\r\nX-Odd: caf\xe9\r\nContent-Length: 2\r\n\r\nok', 'latin1');
  });
  expect(await rawRequest(port, 'GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')).toMatch(/X-Odd: caf\xe9\r\n/);
});
