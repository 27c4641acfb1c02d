import { judgeScaling } from '../../../lib/core/watch/judge-scaling';
import type { Suspension } from '../../../lib/core/watch/sight';
import { deployments } from './cells';

const target = (scaleIn: boolean): Suspension => ({ scaleIn, scaleOut: false, scheduled: false });

test.each([
  ['none', undefined, 'leave'], ['active', undefined, 'leave'], ['settling', undefined, 'leave'],
  ['none', false, 'leave'], ['active', false, 'suspend'], ['settling', false, 'suspend'],
  ['none', true, 'resume'], ['active', true, 'leave'], ['settling', true, 'leave'],
] as const)('with a deployment that is %s, and scaling in suspended: %p, the watch does: %s', (kind, suspended, expected) => {
  const deployment = deployments.find((one) => one.kind === kind)!;
  expect(judgeScaling(deployment, suspended === undefined ? undefined : target(suspended))).toBe(expected);
});

test('once it has done what it wants, it wants nothing more', () => {
  for (const deployment of deployments) {
    for (const scaleIn of [true, false]) {
      const verdict = judgeScaling(deployment, target(scaleIn));
      const after = verdict === 'leave' ? scaleIn : verdict === 'suspend';
      expect(judgeScaling(deployment, target(after))).toBe('leave');
      expect(after).toBe(deployment.kind !== 'none');
    }
  }
});
