import { after, between, type Instant } from '../units';
import type { Invariant } from './invariant';
import type { Frame, Picture } from './picture';
import { trafficSchedule } from './traffic-schedule';

export const weightsSumTo100: Invariant = {
  says: 'the weights of the two groups always sum to 100',
  holds: (run) => run.every(({ after: { blue, green } }) => blue + green === 100),
};

export const primaryServes: Invariant = {
  says: 'the group of the PRIMARY task set holds all production traffic, unless AllowTraffic of some deployment is running or has failed',
  holds: (run) => run.every(({ after: picture }) => picture[picture.primary] === 100 || isMovingTraffic(picture)),
};

export const onlySteadyGreenGetsTraffic: Invariant = {
  says: 'no traffic is sent to green, not even test traffic, before its task set is steady or after it is gone',
  holds: (run) => run.every(({ before, moment: { what } }) => {
    if (what.kind !== 'asked') return true;
    const toGreen = (what.effect.kind === 'route-production' && what.effect.green > 0)
      || (what.effect.kind === 'route-test' && what.effect.to === 'green');
    return !toGreen || before.greenTaskSet === 'steady';
  }),
};

export const shiftsFollowTheSchedule: Invariant = {
  says: 'green is given the shares of the schedule, in its order, none left out and none before its time',
  holds: (run, policy) => {
    const shifts = sharesAskedForGreen(run);
    const schedule = trafficSchedule(policy.traffic);
    return shifts.every(({ at, green }, index) => {
      const [first, due] = [shifts[0], schedule[index]];
      return first !== undefined && due !== undefined && green === due.green && between(first.at, at) >= due.after;
    });
  },
};

export const servingTaskSetStays: Invariant = {
  says: 'a task set that holds production traffic is never terminated',
  holds: (run) => run.every(({ before, moment: { what } }) =>
    what.kind !== 'asked' || what.effect.kind !== 'terminate-task-set' || before[what.effect.color] === 0),
};

export const blueOutlivesTheBake: Invariant = {
  says: 'blue is not terminated before the termination wait is over, unless somebody asked to end it',
  holds: (run, policy) => {
    const done = momentOf(run, ({ moment: { what } }) =>
      what.kind === 'lifecycle-event' && what.event === 'AfterAllowTraffic' && what.status === 'Succeeded');
    const ending = momentOf(run, ({ moment: { what } }) =>
      what.kind === 'asked' && what.effect.kind === 'terminate-task-set' && what.effect.color === 'blue');
    const hurried = run.some(({ moment: { what } }) => what.kind === 'continued' && what.wait === 'TERMINATION_WAIT');
    return ending === undefined || hurried || (done !== undefined && ending >= after(done, policy.terminationWait));
  },
};

function isMovingTraffic({ deployments }: Picture): boolean {
  return [...deployments.values()].some(({ events }) => events.AllowTraffic === 'InProgress' || events.AllowTraffic === 'Failed');
}

function sharesAskedForGreen(run: readonly Frame[]): readonly { readonly at: Instant; readonly green: number }[] {
  return run.flatMap(({ moment: { at, what } }) =>
    (what.kind === 'asked' && what.effect.kind === 'route-production' && what.effect.green > 0 ? [{ at, green: what.effect.green }] : []));
}

const momentOf = (run: readonly Frame[], is: (frame: Frame) => boolean): Instant | undefined => run.find(is)?.moment.at;
