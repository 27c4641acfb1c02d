import Ajv from 'ajv/dist/2020';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { fill } from '../../../lib/core/operation/fill';
import type { Operation } from '../../../lib/core/operation/operation';
import { readContract } from '../../../lib/edge/contract/read-contract';
import { Opened } from '../../../lib/edge/processes/opened';
import { caughtUp, service, startPointsDatabase, type PointsDatabase } from '../support/points-database';
import { startTestApi, type TestApi } from './support/running-api';

const text = readFileSync(join(service, 'openapi.yaml'), 'utf8');
const document = parse(text) as Contract;
interface Declared { readonly $ref?: string; readonly content?: { readonly 'application/json': { readonly schema: object } } }
interface Contract {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly responses: Readonly<Record<string, Declared>> }>>>>;
  readonly components: { readonly responses: Readonly<Record<string, Declared>> };
}

const opened = new Opened();
let database: PointsDatabase;
let api: TestApi;

beforeAll(async () => {
  database = opened.add(await startPointsDatabase());
  api = opened.add(await startTestApi(database.pair));
});
afterAll(() => opened[Symbol.asyncDispose]());

const read = readContract(text);
const operations = read.ok ? read.value : [];

/** What the contract's schema for a status says against a body; nothing when it fits. */
function against({ path, method }: Operation, status: number, body: unknown): unknown {
  const declared = document.paths[path]?.[method.toLowerCase()]?.responses[status];
  const response = declared?.$ref === undefined ? declared : document.components.responses[declared.$ref.split('/').at(-1) ?? ''];
  const ajv = new Ajv({ strict: false, validateFormats: false });
  ajv.validate({ ...response!.content!['application/json'].schema, components: document.components }, body);
  return ajv.errors;
}

async function send(operation: Operation, exchange: NonNullable<Operation['probe']>, names: Readonly<Record<string, string>>) {
  const { method, target, body } = fill(operation, exchange, names);
  const headers = { 'x-changeover-synthetic': 'probe', 'idempotency-key': `${operation.id}-${JSON.stringify(names)}` };
  const response = await fetch(`${api.url}${target}`, { method, headers, ...(body === undefined ? {} : { body }) });
  return { status: response.status, body: (await response.json()) as unknown };
}

test.each(['probe', 'load'] as const)('each operation answers its %s as the contract says', async (kind) => {
  for (const operation of operations) {
    const exchange = operation[kind];
    const answer = await send(operation, exchange!, { lane: 'l1', member: 'm1' });
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
  const answer = await send(use, { ...use.load!, body: { points: 1_000_000 } }, { member: 'poor' });
  expect(answer.status).toBe(409);
  expect(against(use, 409, answer.body)).toBeNull();
  expect(against(use, 409, { code: 5 })).not.toBeNull();
});
