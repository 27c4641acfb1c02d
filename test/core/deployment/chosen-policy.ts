import type { Dice } from '../../../lib/core/chance';
import { hookedEvents } from '../../../lib/core/deployment/lifecycle-event';
import type { Policy, RollbackEvent } from '../../../lib/core/deployment/policy';
import { allAtOnce, canary, linear } from '../../../lib/core/deployment/traffic-routing';
import { millis, minutes, percent, seconds } from '../../../lib/core/units';
import { aPolicy } from './play';

const routings = [allAtOnce, canary(percent(10), minutes(5)), linear(percent(30), minutes(1)), linear(percent(20), minutes(2))];
const onwards: Policy['ready'] = { kind: 'CONTINUE_DEPLOYMENT' };
const rollbackEvents: readonly RollbackEvent[] = ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM', 'DEPLOYMENT_STOP_ON_REQUEST'];

/** Any policy that CodeDeploy would take, with the rare choices as frequent as the common ones. */
export function chosenPolicy(chance: Dice): Policy {
  const oneOf = <T>(...choices: readonly [T, ...T[]]): T => choices[Math.floor(chance.roll() * choices.length)] ?? choices[0];
  const some = <T>(all: readonly T[], share: number): readonly T[] => all.filter(() => chance.roll() < share);
  return aPolicy({
    startsAfter: oneOf(millis(0), seconds(1)),
    traffic: oneOf(allAtOnce, ...routings),
    ready: oneOf(onwards, onwards, { kind: 'STOP_DEPLOYMENT', wait: oneOf(minutes(0), minutes(5)) }),
    terminationWait: oneOf(minutes(0), minutes(5), minutes(60)),
    hooks: Object.fromEntries(some(hookedEvents, 0.3).map((event) => [event, `check-${event}`])),
    testRoute: oneOf(true, false),
    alarms: {
      names: oneOf<readonly string[]>([], ['5xx'], ['5xx', 'latency']),
      ignorePollAlarmFailure: oneOf(true, false),
      pollEvery: seconds(15),
    },
    rollbackOn: some(rollbackEvents, 0.7),
  });
}
