import type { Problem } from '../checked';
import { hours, minutes } from '../units';
import type { Policy } from './policy';

/** Everything in a policy that CodeDeploy would refuse, and waits of zero that would make the machine turn on the spot. */
export function policyProblems(policy: Policy): readonly Problem[] {
  const { names, pollEvery } = policy.alarms;
  return [
    ...must(policy.terminationWait >= 0 && policy.terminationWait <= hours(48), 'terminationWait',
      `must be from 0 to 48 hours, got ${inMinutes(policy.terminationWait)}`),
    ...must(policy.ready.kind === 'CONTINUE_DEPLOYMENT' || policy.ready.wait >= 0, 'ready.wait', 'must not be negative'),
    ...must(policy.startsAfter >= 0, 'startsAfter', `must not be negative, got ${policy.startsAfter} ms`),
    ...must(names.length <= 10, 'alarms.names', `must be at most 10 alarms, got ${names.length}`),
    ...must(new Set(names).size === names.length, 'alarms.names', `must name each alarm once, got ${names.join(', ')}`),
    ...must(pollEvery > 0, 'alarms.pollEvery', `must be above zero, got ${pollEvery} ms`),
    ...Object.entries(policy.limits).flatMap(([name, limit]) => must(limit > 0, `limits.${name}`, `must be above zero, got ${limit} ms`)),
  ];
}

const must = (holds: boolean, path: string, message: string): readonly Problem[] => (holds ? [] : [{ path, message }]);
const inMinutes = (span: number): string => `${span / minutes(1)} minutes`;
