import type { Operation } from '../../../lib/core/operation/operation';
import { type AlarmDemand, planAlarms } from '../../../lib/core/rollout/alarm-plan';
import { chanceOfAtLeast } from '../../../lib/core/rollout/poisson';
import { minutes, percent } from '../../../lib/core/units';

const operation = (id: string, share: number, critical = true): Operation =>
  ({ id, method: 'GET', path: `/v1/${id}`, effect: 'read', critical, share, probe: undefined, load: undefined });

const demand = (changed: Partial<AlarmDemand> = {}): AlarmDemand => ({
  operations: [operation('earnPoints', 30), operation('usePoints', 10), operation('getBalance', 60)],
  expectedPeak: 5,
  policy: { healthyErrors: percent(0.1), falseRollbacks: percent(1), smallestFault: percent(10), certainty: percent(95) },
  shift: minutes(5),
  bake: minutes(10),
  ...changed,
});

function planned(changed: Partial<AlarmDemand> = {}) {
  const plan = planAlarms(demand(changed), 'production');
  if (!plan.ok) throw new Error(plan.problems.map((problem) => problem.message).join('\n'));
  return plan.value;
}

test('a healthy release is rolled back by chance no more often than the budget says', () => {
  const plan = planned();
  const chances = [
    ...plan.operations.map(({ operation: id, threshold }) => chanceOfAtLeast(threshold, errorsAMinute(id))),
    chanceOfAtLeast(plan.targetGroupThreshold, 5 * 60 * 0.001),
  ];
  const anyInFifteenMinutes = 1 - chances.reduce((none, chance) => none * (1 - chance) ** 15, 1);
  expect(anyInFifteenMinutes).toBeLessThanOrEqual(0.01);
});

function errorsAMinute(id: string): number {
  const share = demand().operations.find((candidate) => candidate.id === id)?.share ?? Number.NaN;
  return 5 * (share / 100) * 60 * 0.001;
}

test('more traffic needs a higher threshold', () => {
  const quiet = planned();
  const busy = planned({ expectedPeak: 500 });
  busy.operations.forEach(({ threshold }, index) => expect(threshold).toBeGreaterThan(quiet.operations[index]?.threshold ?? Infinity));
});

test('an operation that is not critical has no alarm', () => {
  const plan = planned({ operations: [operation('earnPoints', 90), operation('advertise', 10, false)] });
  expect(plan.operations.map((alarm) => alarm.operation)).toEqual(['earnPoints']);
});

test('a design that is blind to the smallest fault is refused with the numbers in it', () => {
  expect(planAlarms(demand({ expectedPeak: 0.2 }), 'production')).toEqual({
    ok: false,
    problems: expect.arrayContaining([{
      path: 'production.rollback.smallestFault',
      message: 'must be visible in every critical operation: 10 % of usePoints failing gives 0.12 errors a minute '
        + 'against a threshold of 2, so 6 usable minutes of bake stop it with 4.0 % instead of 95 %: '
        + 'lengthen bakeMinutes, allow more falseRollbacks, or accept a larger smallestFault',
    }]),
  });
});

test('a longer bake lets the same alarms see a smaller fault', () => {
  const faint = { ...demand().policy, smallestFault: percent(6) };
  expect(planAlarms(demand({ policy: faint }), 'production').ok).toBe(false);
  expect(planAlarms(demand({ policy: faint, bake: minutes(45) }), 'production').ok).toBe(true);
});

test('work that an operation leaves to a worker is watched like the operation, and takes its part of the budget', () => {
  const sending: Operation = { ...operation('requestDigest', 40), effect: 'send', leaves: 'composeDigest' };
  const plan = planned({ operations: [operation('getRanking', 60), sending] });
  expect(plan.operations.map((alarm) => alarm.operation)).toEqual(['getRanking', 'requestDigest', 'composeDigest']);
  expect(plan.operations[2]?.threshold).toBe(plan.operations[1]?.threshold);
});

test('a share of unlogged requests as large as the smallest fault is well above what the alarm asks for, and what chance does is below', () => {
  const { unlogged, targetGroupThreshold } = planned();
  const served = 5 * 60;
  expect(100 * (0.1 * served - unlogged.tolerated) / served).toBeGreaterThan(unlogged.share);
  expect(unlogged.tolerated).toBe(targetGroupThreshold);
});

test('more operations than CodeDeploy has alarms for are refused by name', () => {
  const many = Array.from({ length: 6 }, (_, index) => operation(`operation${index}`, 100 / 6));
  const plan = planAlarms(demand({ operations: many, expectedPeak: 50 }), 'production');
  expect(plan).toMatchObject({
    ok: false,
    problems: [{ path: 'production.operations', message: expect.stringContaining('may be critical 4 times at most, got 6 (operation0, operation1') }],
  });
});
