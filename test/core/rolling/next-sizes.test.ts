import fc from 'fast-check';
import { nextSizes, type Fleet, type RollingPolicy, type Sizes } from '../../../lib/core/rolling/next-sizes';

const policy = (desired: number, minimumHealthyPercent = 100, maximumPercent = 200): RollingPolicy => ({ desired, minimumHealthyPercent, maximumPercent });
const fleet = (total: number, healthy = total): Fleet => ({ total, healthy });

test.each<[string, RollingPolicy, Fleet, Fleet, Sizes]>([
  ['all new ones are started beside the old ones', policy(2), fleet(2), fleet(0), { fresh: 2, old: 2 }],
  ['no old one ends before a new one is healthy', policy(2), fleet(2), fleet(2, 0), { fresh: 2, old: 2 }],
  ['for every new healthy one an old one may end', policy(2), fleet(2), fleet(2, 1), { fresh: 2, old: 1 }],
  ['at last there are none', policy(2), fleet(1), fleet(2), { fresh: 2, old: 0 }],
  ['without room an old one must end first', policy(4, 50, 100), fleet(4), fleet(0), { fresh: 0, old: 2 }],
  ['and gives room to a new one', policy(4, 50, 100), fleet(2), fleet(0), { fresh: 2, old: 2 }],
  ['a task that may not be missed, and none beside it: nothing moves', policy(1, 100, 100), fleet(1), fleet(0), { fresh: 0, old: 1 }],
  ['the minimum is rounded up', policy(3, 50, 100), fleet(3), fleet(0), { fresh: 0, old: 2 }],
  ['the maximum is rounded down', policy(3, 100, 150), fleet(3), fleet(0), { fresh: 1, old: 3 }],
  ['old ones that serve nobody go at once', policy(2), fleet(2, 0), fleet(0), { fresh: 2, old: 0 }],
  ['a first deployment has nothing to replace', policy(3), fleet(0), fleet(0), { fresh: 3, old: 0 }],
  ['a service of no tasks has none', policy(0), fleet(2), fleet(1), { fresh: 0, old: 0 }],
])('%s', (_, rolling, old, fresh, sizes) => {
  expect(nextSizes(rolling, old, fresh)).toEqual(sizes);
});

test('whatever comes: never too many tasks, never too few healthy ones, and it ends', () => {
  const chosen = fc.record({ desired: fc.integer({ min: 0, max: 12 }), minimumHealthyPercent: fc.integer({ min: 0, max: 100 }), maximumPercent: fc.integer({ min: 100, max: 250 }) });
  fc.assert(fc.property(chosen, (rolling) => {
    const least = Math.ceil((rolling.desired * rolling.minimumHealthyPercent) / 100);
    const most = Math.floor((rolling.desired * rolling.maximumPercent) / 100);
    // A service that has no room on either side cannot be replaced, on AWS neither.
    fc.pre(least < most || rolling.desired === 0);
    let [old, fresh] = [rolling.desired, 0];
    for (let round = 0; old > 0 || fresh < rolling.desired; round += 1) {
      if (round > 40) return false;
      const sizes = nextSizes(rolling, fleet(old), fleet(fresh));
      if (sizes.old + sizes.fresh > most && sizes.fresh > fresh) return false;
      // New tasks are not healthy yet when old ones are told to end.
      if (sizes.old + fresh < least) return false;
      [old, fresh] = [sizes.old, sizes.fresh];
    }
    return true;
  }), { seed: 1 });
});
