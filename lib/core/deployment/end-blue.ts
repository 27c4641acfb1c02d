import { after, type Instant } from '../units';
import type { Policy } from './policy';
import { change, type Reaction } from './reaction';

/** Ends blue. From here on nothing can be rolled back, so the alarms are not read any more. */
export function endBlue(policy: Policy, now: Instant): Reaction {
  const deadline = after(now, policy.limits.termination);
  return change({ phase: { at: 'ending-blue', deadline }, alarms: { kind: 'off' } }, { kind: 'terminate-task-set', color: 'blue' });
}
