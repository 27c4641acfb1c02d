import { dice } from '../../../lib/core/chance';
import type { Operation } from '../../../lib/core/operation/operation';
import { Mix } from '../../../lib/rehearsal/load/mix';

const operation = (id: string, share: number, after?: string): Operation => ({
  id, share, method: 'POST', path: '/members/{member}', effect: 'write', critical: true, probe: undefined,
  load: { parameters: { member: '{member}' }, body: {}, after, expect: 201 },
});
const operations = [operation('earn', 30), operation('use', 10, 'earn'), operation('balance', 60)];

test('customers come in the shares of the contract', () => {
  const mix = new Mix(operations, dice(1), 'run');
  const counts: Record<string, number> = {};
  for (let requests = 0; requests < 20_000; requests += 1) {
    const customer = mix.next();
    mix.succeeded(customer);
    counts[customer.operation.id] = (counts[customer.operation.id] ?? 0) + 1;
  }
  expect((counts['earn'] ?? 0) / 20_000).toBeCloseTo(0.3, 1);
  expect((counts['use'] ?? 0) / 20_000).toBeCloseTo(0.1, 1);
  expect((counts['balance'] ?? 0) / 20_000).toBeCloseTo(0.6, 1);
});

test('nobody uses more often than somebody has earned before', () => {
  const mix = new Mix(operations, dice(2), 'run');
  const credit = new Map<string, number>();
  for (let requests = 0; requests < 5_000; requests += 1) {
    const customer = mix.next();
    const had = credit.get(customer.member) ?? 0;
    if (customer.operation.id === 'use') expect(had).toBeGreaterThan(0);
    credit.set(customer.member, had + (customer.operation.id === 'earn' ? 1 : customer.operation.id === 'use' ? -1 : 0));
    mix.succeeded(customer);
  }
});

test('every request has a key of its own, and the same seed sends the same customers', () => {
  const [one, other] = [new Mix(operations, dice(3), 'run'), new Mix(operations, dice(3), 'run')];
  const customers = Array.from({ length: 500 }, () => one.next());
  expect(new Set(customers.map(({ key }) => key)).size).toBe(500);
  expect(Array.from({ length: 500 }, () => other.next())).toEqual(customers);
});

test('a contract without loads has no customers', () => {
  expect(() => new Mix([{ ...operation('earn', 100), load: undefined }], dice(1), 'run')).toThrow('no operation with a load');
});
