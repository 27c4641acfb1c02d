import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Agent, request, type RequestOptions } from 'node:http';
import { Opened } from '../../../lib/edge/processes/opened';
import { wallClock } from '../../../lib/edge/time/wall-clock';
import { lockTable } from '../support/lock-table';
import { startPointsDatabase, type PointsDatabase } from '../support/points-database';
import { startTestApi } from './support/running-api';

const opened = new Opened();
let database: PointsDatabase;

beforeAll(async () => {
  database = opened.add(await startPointsDatabase());
});
afterAll(() => opened[Symbol.asyncDispose]());

interface Answer {
  readonly status: number | undefined;
  readonly connection: string | undefined;
}

function ask(url: string, options: RequestOptions, body = ''): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request(url, options, (response) => {
      response.resume().on('end', () => resolve({ status: response.statusCode, connection: response.headers.connection }));
    }).on('error', reject).end(body);
  });
}

/** Resolves when this process has begun to serve so many requests. */
function requestsArrive(count: number): Promise<void> {
  return new Promise((resolve) => {
    let seen = 0;
    const look = (): void => {
      seen += 1;
      if (seen < count) return;
      unsubscribe('http.server.request.start', look);
      resolve();
    };
    subscribe('http.server.request.start', look);
  });
}

test('what has arrived is answered, on connections that say goodbye, and nothing new is taken', async () => {
  await using api = await startTestApi(database.pair);
  const agent = new Agent({ keepAlive: true });
  expect(await ask(`${api.url}/healthz`, { agent })).toEqual({ status: 200, connection: 'keep-alive' });

  const blocker = await lockTable(database.pair.primary, 'points.members');
  const arrived = requestsArrive(100);
  const movements = Array.from({ length: 100 }, (_, at) => {
    const options = { agent, method: 'POST', headers: { 'idempotency-key': `drain-${at}` } };
    return ask(`${api.url}/v1/shops/shop-1/members/anna/earn`, options, '{"points":1}');
  });
  // All of them are with the service, waiting for the lock or for a session.
  await arrived;
  const drained = api.drain();
  await expect(ask(`${api.url}/healthz`, { agent: new Agent() })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  await blocker.release();

  expect(await Promise.all(movements)).toEqual(movements.map(() => ({ status: 201, connection: 'close' })));
  await drained;
  expect(api.lines.at(-1)).toMatchObject({ message: 'drained' });
  await using next = await startTestApi(database.pair);
  expect(await next.send({ memberId: 'anna', operation: 'earn', points: 1 })).toMatchObject({ body: { balance: 101 } });
});

test('idle connections do not hold up the end', async () => {
  await using api = await startTestApi(database.pair);
  const agent = new Agent({ keepAlive: true });
  await Promise.all(Array.from({ length: 10 }, () => ask(`${api.url}/healthz`, { agent })));
  const start = wallClock.now();
  await api.drain();
  // Held up, it would take the 65 s after which idle connections are closed.
  expect(wallClock.now() - start).toBeLessThan(30_000);
});
