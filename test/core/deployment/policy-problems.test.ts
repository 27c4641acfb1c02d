import { spell } from '../../../lib/core/checked';
import type { Policy } from '../../../lib/core/deployment/policy';
import { policyProblems } from '../../../lib/core/deployment/policy-problems';
import { hours, millis, minutes, seconds } from '../../../lib/core/units';
import { aPolicy } from './play';

const problemsOf = (different: Partial<Policy>): readonly string[] => policyProblems(aPolicy(different)).map(spell);
const watching = (names: readonly string[], pollEvery = seconds(15)): Partial<Policy> =>
  ({ alarms: { names, pollEvery, ignorePollAlarmFailure: false } });

test('a policy within all limits has no problems', () => {
  expect(problemsOf({})).toEqual([]);
  expect(problemsOf({ terminationWait: minutes(0) })).toEqual([]);
  expect(problemsOf(watching([...'abcdefghij']))).toEqual([]);
  expect(problemsOf({ terminationWait: hours(48), ready: { kind: 'STOP_DEPLOYMENT', wait: minutes(0) } })).toEqual([]);
});

test.each([
  [{ terminationWait: hours(49) }, 'terminationWait must be from 0 to 48 hours, got 2940 minutes'],
  [{ terminationWait: minutes(-1) }, 'terminationWait must be from 0 to 48 hours, got -1 minutes'],
  [{ ready: { kind: 'STOP_DEPLOYMENT', wait: minutes(-1) } }, 'ready.wait must not be negative'],
  [watching(['a', 'a']), 'alarms.names must name each alarm once, got a, a'],
  [watching([...'abcdefghijk']), 'alarms.names must be at most 10 alarms, got 11'],
  [watching(['a'], millis(0)), 'alarms.pollEvery must be above zero, got 0 ms'],
  [{ limits: { ...aPolicy().limits, install: millis(0) } }, 'limits.install must be above zero, got 0 ms'],
] as const)('%j', (different, problem) => expect(problemsOf(different as Partial<Policy>)).toEqual([problem]));
