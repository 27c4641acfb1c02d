import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { prober } from '../../../lambda/hooks/probe/send';
import type { ProbeAnswer } from '../../../lib/core/evidence/judge-probes';

const probe = { operation: 'earn', effect: 'write', method: 'POST', target: '/earn', body: '{}', expect: 201, key: 'probe-1' } as const;

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

/** A port that `whenConnected` stands behind for as long as `work` takes. */
async function behind<T>(whenConnected: (socket: Socket) => void, work: (port: number, close: () => Promise<void>) => Promise<T>): Promise<T> {
  const server = createServer(whenConnected);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const close = (): Promise<void> => new Promise((closed) => server.close(() => closed()));
  try {
    return await work(portOf(server), close);
  } finally {
    await close();
  }
}

const send = (port: number, signal = new AbortController().signal): Promise<ProbeAnswer> => prober({ url: `https://127.0.0.1:${port}`, serverName: 'api.example.com' })(probe, signal);

test('a connection that ends before an answer began was cut', async () => {
  const answer = await behind((socket) => socket.destroy(), (port) => send(port));
  expect(answer).toEqual({ probe, kind: 'unanswered', why: 'ECONNRESET', silence: 'cut' });
});

test('so was one that nobody took', async () => {
  const answer = await behind(() => undefined, async (port, close) => {
    await close();
    return send(port);
  });
  expect(answer).toEqual({ probe, kind: 'unanswered', why: 'ECONNREFUSED', silence: 'cut' });
});

test('one signal ends as many probes as wait for it', async () => {
  const ending = new AbortController();
  const answers = await behind((socket) => socket.on('data', () => ending.abort()), (port) => Promise.all(Array.from({ length: 30 }, () => send(port, ending.signal))));
  expect(answers.map(({ kind }) => kind)).toEqual(Array.from({ length: 30 }, () => 'unanswered'));
});
