import { paceWarning } from '../../lib/rehearsal/pace';
import { promoted } from './a-result';

const warning = (mostWithinMs: number, asExpected: boolean, speed = 60) => paceWarning({ ...promoted, asExpected, pace: { halfWithinMs: 2, mostWithinMs } }, speed);

test('a machine that keeps the pace is not spoken of, however the rehearsal ended', () => {
  expect([warning(9, true), warning(100, false)]).toEqual([undefined, undefined]);
});

test('of one that does not it is said what it may have done, and what to try', () => {
  expect(warning(159, true)).toBe('healthy: this machine was late. One request in a hundred was sent 159 ms late or more, which is 10 s of the region\'s time. '
    + 'Slow answers and time-outs may be its doing and not the release\'s: try --speed 30, or with less beside it.');
  expect(warning(159, false)).toContain('Whatever did not end as expected, slow answers and time-outs may be its doing');
});

test('the speed that is proposed is one that there is', () => {
  expect(warning(900, true, 1)).toContain('try --speed 1,');
});
