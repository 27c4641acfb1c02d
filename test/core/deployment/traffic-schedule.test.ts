import fc from 'fast-check';
import { allAtOnce, canary, linear } from '../../../lib/core/deployment/traffic-routing';
import { shiftingTime, trafficSchedule } from '../../../lib/core/deployment/traffic-schedule';
import { minutes, percent } from '../../../lib/core/units';

const inMinutes = (routing: Parameters<typeof trafficSchedule>[0]): string =>
  trafficSchedule(routing).map(({ after, green }) => `${after / minutes(1)}m ${green}`).join(', ');

test.each([
  ['all at once is one shift', allAtOnce, '0m 100'],
  ['a canary shifts twice', canary(percent(10), minutes(5)), '0m 10, 5m 100'],
  ['a linear shift that divides 100', linear(percent(25), minutes(3)), '0m 25, 3m 50, 6m 75, 9m 100'],
  ['a linear shift that does not ends with a smaller step', linear(percent(30), minutes(1)), '0m 30, 1m 60, 2m 90, 3m 100'],
  ['a linear shift of more than half', linear(percent(60), minutes(1)), '0m 60, 1m 100'],
  ['the smallest step', linear(percent(50), minutes(1)), '0m 50, 1m 100'],
])('%s', (_, routing, expected) => expect(inMinutes(routing)).toBe(expected));

test('the time it takes is all intervals but one that would follow the last shift', () => {
  expect(shiftingTime(allAtOnce)).toBe(0);
  expect(shiftingTime(canary(percent(5), minutes(10)))).toBe(minutes(10));
  expect(shiftingTime(linear(percent(10), minutes(1)))).toBe(minutes(9));
});

test('every linear schedule rises to exactly 100 in steps of its percentage, the last one at most as large', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 99 }), fc.integer({ min: 1, max: 60 }), (step, interval) => {
    const shifts = trafficSchedule(linear(percent(step), minutes(interval)));
    const gains = shifts.map(({ green }, index) => green - (shifts[index - 1]?.green ?? 0));
    expect(shifts.at(-1)?.green).toBe(100);
    expect(gains.slice(0, -1).every((gain) => gain === step)).toBe(true);
    expect(gains.at(-1)).toBeGreaterThan(0);
    expect(gains.at(-1)).toBeLessThanOrEqual(step);
    expect(shifts.map(({ after }) => after)).toEqual(shifts.map((_, index) => index * minutes(interval)));
  }), { seed: 20_26, numRuns: 300 });
});
