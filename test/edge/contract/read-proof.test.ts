import { readProof } from '../../../lib/edge/contract/read-proof';

const contract = (effect: string, proof?: unknown): string => JSON.stringify({
  openapi: '3.1.0',
  ...(proof === undefined ? {} : { 'x-changeover': { proof } }),
  paths: { '/a': { post: { operationId: 'a', 'x-changeover': { effect, leaves: effect === 'send' ? 'b' : undefined, critical: false, share: 100 } } } },
});

test('the query is read as it stands', () => {
  expect(readProof(contract('write', ' select key from books where key = any($1) '))).toEqual({ ok: true, value: 'select key from books where key = any($1)' });
});

test.each(['read', 'send'])('a service whose operations only %s needs none', (effect) => {
  expect(readProof(contract(effect))).toEqual({ ok: true, value: '' });
});

test('a service that writes must have one that takes keys', () => {
  const asked = 'must be a select that takes idempotency keys as $1';
  expect(readProof(contract('write'))).toMatchObject({ ok: false });
  expect(readProof(contract('write', 'select 1'))).toMatchObject({ ok: false, problems: [{ path: 'x-changeover.proof', message: `${asked}, got "select 1"` }] });
});
