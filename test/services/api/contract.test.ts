import { Opened } from '../../../lib/edge/processes/opened';
import { contractOf, sendExchange } from '../support/contract';
import { caughtUp, service, startPointsDatabase, type PointsDatabase } from '../support/points-database';
import { startTestApi, type TestApi } from './support/running-api';

const opened = new Opened();
let database: PointsDatabase;
let api: TestApi;

beforeAll(async () => {
  database = opened.add(await startPointsDatabase());
  api = opened.add(await startTestApi(database.pair));
});
afterAll(() => opened[Symbol.asyncDispose]());

const { operations, against } = contractOf(service);

test.each(['probe', 'load'] as const)('each operation answers its %s as the contract says', async (kind) => {
  for (const operation of operations) {
    const exchange = operation[kind];
    const answer = await sendExchange(api.url, operation, exchange!, { lane: 'l1', member: 'm1' });
    expect({ id: operation.id, ...answer }).toMatchObject({ id: operation.id, status: exchange!.expect });
    await caughtUp(database.pair);
    expect(against(operation, answer.status, answer.body)).toBeNull();
  }
});

test('probes leave no points behind', async () => {
  await caughtUp(database.pair);
  const headers = { 'x-changeover-synthetic': 'probe' };
  const answer = await api.send({ shopId: 'probe', memberId: 'probe-l1', operation: 'balance', headers });
  expect(answer.body).toMatchObject({ balance: 0 });
});

test('a refusal is a problem of the contract\'s form too', async () => {
  const use = operations.find(({ id }) => id === 'usePoints')!;
  const answer = await sendExchange(api.url, use, { ...use.load!, body: { points: 1_000_000 } }, { member: 'poor' });
  expect(answer.status).toBe(409);
  expect(against(use, 409, answer.body)).toBeNull();
  expect(against(use, 409, { code: 5 })).not.toBeNull();
});
