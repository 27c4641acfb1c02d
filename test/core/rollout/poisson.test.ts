import fc from 'fast-check';
import { chanceOfAtLeast } from '../../../lib/core/rollout/poisson';
import { poissonTails } from './vectors';

test.each(poissonTails)('a count of mean $mean reaches $count with probability $chance', ({ mean, count, chance }) => {
  expect(Math.abs(chanceOfAtLeast(count, mean) / chance - 1)).toBeLessThan(1e-10);
});

test('every count reaches nothing, and no count reaches anything when nothing is expected', () => {
  expect(chanceOfAtLeast(0, 4)).toBe(1);
  expect(chanceOfAtLeast(1, 0)).toBe(0);
});

test('the tail agrees with the sum of its terms', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 40 }), fc.double({ min: 0.001, max: 30, noNaN: true }), (count, mean) => {
    expect(chanceOfAtLeast(count, mean)).toBeCloseTo(1 - bySummation(count, mean), 10);
  }), { seed: 20 });
});

function bySummation(count: number, mean: number): number {
  let term = Math.exp(-mean);
  let sum = 0;
  for (let k = 0; k < count; k += 1) {
    sum += term;
    term *= mean / (k + 1);
  }
  return sum;
}
