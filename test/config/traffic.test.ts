import fc from 'fast-check';
import { minutes, percent } from '../../lib/core/units';
import { shiftDuration } from '../../lib/config/traffic';

test('a canary waits once', () => {
  expect(shiftDuration({ kind: 'canary', percent: percent(10), hold: minutes(5) })).toBe(minutes(5));
});

test('everything in one step takes no time', () => {
  expect(shiftDuration({ kind: 'all-at-once' })).toBe(0);
});

test('steps wait between each other, and not after the last', () => {
  expect(shiftDuration({ kind: 'linear', percent: percent(10), every: minutes(1) })).toBe(minutes(9));
  expect(shiftDuration({ kind: 'linear', percent: percent(30), every: minutes(2) })).toBe(minutes(6));
});

test('as many steps as it takes to reach everything', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 99 }), (step) => {
    let [weight, waits] = [step, 0];
    for (; weight < 100; waits += 1) weight += step;
    expect(shiftDuration({ kind: 'linear', percent: percent(step), every: minutes(1) })).toBe(minutes(waits));
  }), { seed: 5 });
});
