import { Customers } from '../../lib/rehearsal/customers';
import type { Count } from '../../lib/rehearsal/load/messages';

const count = (change: Partial<Count>): Count => ({ operation: 'earn', release: 'r1', end: 'succeeded', detail: '201', count: 1, latencies: [1], late: [0], ...change });

test('requests add up by their end', () => {
  const customers = new Customers();
  customers.add([count({ count: 5 }), count({ end: 'failed', detail: '500 25006', count: 2 })]);
  customers.add([count({ end: 'lost', release: undefined, detail: '503', count: 1 }), count({ count: 2 })]);
  expect(customers.requests()).toEqual({ sent: 10, succeeded: 7, failed: 2, lost: 1 });
});

test('harm is what the offered release answered with an error, and not what the one before it did', () => {
  const customers = new Customers();
  customers.add([
    count({ operation: 'use', release: 'r2', end: 'failed', detail: '500 25006', count: 3 }),
    count({ operation: 'earn', release: 'r1', end: 'failed', detail: '500 08006', count: 9 }),
    count({ operation: 'balance', release: 'r2', count: 50 }),
  ]);
  expect(customers.harmedBy('r2')).toEqual({ total: 3, byOperation: { use: 3 } });
});

test('troubles are told most frequent first', () => {
  const customers = new Customers();
  customers.add([count({ end: 'lost', release: undefined, detail: 'ECONNRESET', count: 1 }), count({ operation: 'use', release: 'r2', end: 'failed', detail: '500 25006', count: 3 })]);
  expect(customers.troubles()).toEqual(['use 500 25006 (release r2): 3', 'earn ECONNRESET (lost): 1']);
});

test('latency is that of answers that were good', () => {
  const customers = new Customers();
  customers.add([count({ latencies: [1, 2, 3, 4] }), count({ end: 'failed', latencies: [900] })]);
  expect([customers.latency(0.5), customers.latency(0.99)]).toEqual([3, 4]);
  expect(new Customers().latency(0.5)).toBe(0);
});

test('the answers of a release are counted with those that took too long', () => {
  const customers = new Customers();
  customers.add([count({ release: 'r2', count: 3, latencies: [499, 500, 501] }), count({ release: 'r2', end: 'failed', count: 2, latencies: [900, 900] }), count({ latencies: [900] })]);
  expect(customers.answeredBy('r2', 500)).toEqual({ total: 5, slow: 1 });
});

test('the pace is that of sending, whatever came of it', () => {
  const customers = new Customers();
  customers.add([count({ late: [0.2, 3.4] }), count({ end: 'lost', release: undefined, late: [250.6] })]);
  expect(customers.pace()).toEqual({ halfWithinMs: 3, mostWithinMs: 251 });
  expect(new Customers().pace()).toEqual({ halfWithinMs: 0, mostWithinMs: 0 });
});
