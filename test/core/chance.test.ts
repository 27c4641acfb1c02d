import { dice, seedOf } from '../../lib/core/chance';

test('the same seed gives the same answers, another seed others', () => {
  const rolls = (seed: number): readonly number[] => {
    const chance = dice(seed);
    return Array.from({ length: 100 }, () => chance.roll());
  };
  expect(rolls(1)).toEqual(rolls(1));
  expect(rolls(1)).not.toEqual(rolls(2));
});

test('rolls are spread evenly from 0 to 1', () => {
  const chance = dice(7);
  const counts = new Array<number>(10).fill(0);
  for (let roll = 0; roll < 100_000; roll += 1) counts[Math.floor(chance.roll() * 10)]! += 1;
  for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500);
});

test('a named source does not depend on what was rolled before', () => {
  const [fresh, used] = [dice(3), dice(3)];
  used.roll();
  expect(used.named('a').roll()).toBe(fresh.named('a').roll());
  expect(fresh.named('a').roll()).not.toBe(fresh.named('b').roll());
});

test('shuffling keeps everything, and every order is as likely', () => {
  const chance = dice(5);
  const orders = new Map<string, number>();
  for (let turn = 0; turn < 6_000; turn += 1) {
    const order = chance.shuffled(['a', 'b', 'c']).join('');
    orders.set(order, (orders.get(order) ?? 0) + 1);
  }
  expect([...orders.keys()].sort()).toEqual(['abc', 'acb', 'bac', 'bca', 'cab', 'cba']);
  for (const count of orders.values()) expect(Math.abs(count - 1_000)).toBeLessThan(150);
});

test('a seed depends on every character', () => {
  expect(new Set(['', 'a', 'b', 'ab', 'ba'].map(seedOf)).size).toBe(5);
});
