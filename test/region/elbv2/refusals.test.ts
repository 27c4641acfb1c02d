import type { Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { request } from 'undici';
import { Opened } from '../../../lib/edge/processes/opened';
import { startRawTarget, startTarget } from '../support/http-target';
import { abandonedRequest, rawRequest } from '../support/raw-request';
import { at, startTestBalancer, to, type TestBalancer } from '../support/test-balancer';
import { until } from '../support/until';

const opened = new Opened();
let balancer: TestBalancer;

beforeAll(async () => {
  balancer = await startTestBalancer(opened);
});
afterAll(() => opened[Symbol.asyncDispose]());

const ok = async (port: number): Promise<number> => (await request(`http://127.0.0.1:${port}/`)).statusCode;
/** What is told about a request comes a moment after its answer. */
const told = (ending: object): Promise<boolean> => until(`told: ${JSON.stringify(ending)}`, () => balancer.served.splice(0).some((served) => JSON.stringify(served.ending) === JSON.stringify(ending)));
const toTarget = (port: number, http = {}) => balancer.serve(to(['group', 1]), { group: [at(port)] }, { http });

describe('what a client gets when its target fails', () => {
  test('502 from a target that takes no connections, told apart from one that breaks its word', async () => {
    const gone = await startRawTarget(() => undefined);
    await gone[Symbol.asyncDispose]();
    const answer = await request(`http://127.0.0.1:${await toTarget(gone.port)}/`);
    expect(answer.statusCode).toBe(502);
    expect(answer.headers).toMatchObject({ server: 'awselb/2.0', 'content-type': 'text/html' });
    expect(await answer.body.text()).toContain('<center><h1>502 Bad Gateway</h1></center>');
    await told({ kind: 'failed', groupArn: 'group', status: 502, connected: false });
  });

  test.each([
    ['closes before it has answered', (socket: Socket) => socket.once('data', () => socket.end())],
    ['resets the connection', (socket: Socket) => socket.once('data', () => socket.resetAndDestroy())],
    ['answers with nonsense', (socket: Socket) => socket.once('data', () => socket.end('it is a lovely day\r\n\r\n'))],
  ])('502 from a target that %s, and no second try', async (_, behave) => {
    let connections = 0;
    const target = opened.add(await startRawTarget((socket) => {
      socket.once('data', (data) => { if (!String(data).includes('/healthz')) connections += 1; });
      behave(socket);
    }));
    expect((await request(`http://127.0.0.1:${await toTarget(target.port)}/`)).statusCode).toBe(502);
    expect(connections).toBe(1);
    await told({ kind: 'failed', groupArn: 'group', status: 502, connected: true });
  });

  test('504 from a target that keeps silent for the idle time-out', async () => {
    const target = opened.add(await startRawTarget(() => undefined));
    expect((await request(`http://127.0.0.1:${await toTarget(target.port, { idleMs: 500 })}/`)).statusCode).toBe(504);
  });

  test('a broken answer from a target that stops in the middle, never a whole one', async () => {
    const target = opened.add(await startRawTarget((socket) => socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf'))));
    const answer = await request(`http://127.0.0.1:${await toTarget(target.port)}/`);
    await expect(answer.body.text()).rejects.toThrow();
  });

  test.each([
    ['a group without targets', { group: [] }, [['group', 1]]],
    ['groups without weight', { group: [], other: [] }, [['group', 0], ['other', 0]]],
    ['a group that only has a draining target', { group: [at(1, true)] }, [['group', 1]]],
  ] as const)('503 from %s', async (_, groups, weights) => {
    const port = await balancer.serve(to(...weights), groups);
    expect(await ok(port)).toBe(503);
    await told({ kind: 'own', status: 503, by: 'nobody' });
  });
});

describe('clients that go away', () => {
  test('count as 460, and their request is taken back from the target', async () => {
    const leaving = new AbortController();
    const takenBack = new Promise((resolve) => {
      void startRawTarget((socket) => socket.on('data', (data) => {
        if (!String(data).startsWith('GET /slow ')) return;
        leaving.abort();
        socket.on('close', resolve);
      })).then(async (target) => {
        opened.add(target);
        await request(`http://127.0.0.1:${await toTarget(target.port)}/slow`, { signal: leaving.signal }).catch(() => undefined);
      });
    });
    await takenBack;
    await told({ kind: 'failed', groupArn: 'group', status: 460, connected: true });
  });

  test('in the middle of an upload leave nothing behind', async () => {
    const target = opened.add(await startTarget('it'));
    const port = await toTarget(target.port);
    await abandonedRequest(port, 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nonly this');
    await told({ kind: 'failed', groupArn: 'group', status: 460, connected: true });
    expect(await ok(port)).toBe(200);
  });

  test('that stop sending in the middle of an upload are told 408 after the idle time-out', async () => {
    const target = opened.add(await startTarget('it'));
    const port = await toTarget(target.port, { idleMs: 400 });
    expect(await rawRequest(port, 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nonly this')).toMatch(/^HTTP\/1\.1 408 /);
    await told({ kind: 'failed', groupArn: 'group', status: 408, connected: true });
  });

  test('that never finish their headers are told 408', async () => {
    const port = await toTarget(1, { idleMs: 400 });
    expect(await rawRequest(port, 'GET / HTTP/1.1\r\nHos')).toMatch(/^HTTP\/1\.1 408 /);
  });
});

describe('requests that are not routed', () => {
  const line = (head: string): string => `${head}\r\nHost: a\r\nConnection: close\r\n\r\n`;
  test.each([
    [400, 'it is no request', 'hello\r\n\r\n'],
    [400, 'a header holds a forbidden byte', 'GET / HTTP/1.1\r\nHost: a\r\nX: \u0001\r\n\r\n'],
    [400, 'it has two lengths', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'],
    [400, 'it has a length and chunks', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
    [400, 'a header is longer than 16 KB', `GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX: ${'x'.repeat(17_000)}\r\n\r\n`],
    [400, 'its headers are longer than 64 KB', `GET / HTTP/1.1\r\nHost: a\r\n${Array.from({ length: 9 }, (_, index) => `X${index}: ${'x'.repeat(10_000)}\r\n`).join('')}\r\n`],
    [405, 'the method is TRACE', line('TRACE / HTTP/1.1')],
    [414, 'the address is longer than 16 KB', line(`GET /${'x'.repeat(17_000)} HTTP/1.1`)],
    [463, 'it came through more than 30 proxies', line(`GET / HTTP/1.1\r\nX-Forwarded-For: ${Array.from({ length: 31 }, (_, index) => `10.0.0.${index}`).join(', ')}`)],
    [501, 'it asks for another protocol', 'GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'],
    [501, 'its encoding is unknown', 'POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: gzip\r\n\r\n'],
    [505, 'its version is unknown', 'GET / HTTP/9.9\r\n\r\n'],
  ])('%i when %s', async (status, _, bytes) => {
    const target = opened.add(await startTarget('it'));
    const port = await toTarget(target.port);
    expect(await rawRequest(port, bytes)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(target.seen.filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  test('do no harm to the requests of others', async () => {
    const target = opened.add(await startTarget('it', (_, response) => void turn().then(() => response.end('ok'))));
    const port = await toTarget(target.port);
    const good = Array.from({ length: 200 }, () => ok(port));
    const bad = Array.from({ length: 50 }, (_, index) => rawRequest(port, index % 2 === 0 ? '\u0000\u0001 nonsense\r\n\r\n' : 'GET / HTTP/9.9\r\n\r\n').catch(() => ''));
    await Promise.all(bad);
    expect(new Set(await Promise.all(good))).toEqual(new Set([200]));
  });
});

test('a configuration that cannot be taken over is an error with its reason, and the one before stays', async () => {
  const target = opened.add(await startTarget('it'));
  const port = await toTarget(target.port);
  const broken = { arn: 'tls', loadBalancerArn: 'balancer', port: 443, tls: { certificate: 'none', key: 'none', oldest: 'TLSv1.2' as const }, http: { idleMs: 1_000, dropsInvalidHeaders: false, forwardedFor: 'append' as const }, rules: [] };
  await expect(balancer.configure({ listeners: [broken], groups: [] })).rejects.toThrow(/did not take its configuration: .*PEM/);
  expect(await ok(port)).toBe(503);
});
