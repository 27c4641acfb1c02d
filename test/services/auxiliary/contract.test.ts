import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readProof } from '../../../lib/edge/contract/read-proof';
import { Opened } from '../../../lib/edge/processes/opened';
import { contractOf, sendExchange } from '../support/contract';
import { caughtUp, startPointsDatabase, type PointsDatabase } from '../support/points-database';
import { startTestAuxiliary, type TestAuxiliary } from './support/running-auxiliary';

const service = join(__dirname, '../../../services/auxiliary');
const opened = new Opened();
let database: PointsDatabase;
let shops: TestAuxiliary;

beforeAll(async () => {
  database = opened.add(await startPointsDatabase());
  shops = opened.add(await startTestAuxiliary(database.pair));
  await caughtUp(database.pair);
});
afterAll(() => opened[Symbol.asyncDispose]());

const { operations, against } = contractOf(service);

test('the contract names three critical operations, none of which writes, so there is nothing to prove on the primary', () => {
  expect(operations.map(({ id, effect, critical, share }) => [id, effect, critical, share])).toEqual([
    ['getStatistics', 'read', true, 50], ['getRanking', 'read', true, 30], ['requestDigest', 'send', true, 20],
  ]);
  expect(readProof(readFileSync(join(service, 'openapi.yaml'), 'utf8'))).toEqual({ ok: true, value: '' });
});

test.each(['probe', 'load'] as const)('each operation answers its %s as the contract says', async (kind) => {
  for (const operation of operations) {
    const exchange = operation[kind];
    const answer = await sendExchange(shops.url, operation, exchange!, { lane: 'l1', member: 'm1' });
    expect({ id: operation.id, ...answer }).toMatchObject({ id: operation.id, status: exchange!.expect });
    expect(against(operation, answer.status, answer.body)).toBeNull();
  }
});

test('what is away is a problem of the contract\'s form too', async () => {
  const request = operations.find(({ id }) => id === 'requestDigest')!;
  const answer = await shops.withoutQueue(() => sendExchange(shops.url, request, request.load!, {}));
  expect(answer.status).toBe(503);
  expect(against(request, 503, answer.body)).toBeNull();
  expect(against(request, 503, { code: 5 })).not.toBeNull();
});
