import { invariants, type InvariantName } from '../../../lib/core/deployment/invariants';
import { lifecycleEvents, type LifecycleEvent } from '../../../lib/core/deployment/lifecycle-event';
import { frames } from '../../../lib/core/deployment/picture';
import type { Sight } from '../../../lib/core/deployment/trace';
import { instant, minutes, percent } from '../../../lib/core/units';
import type { EventStatus } from '../../../lib/core/deployment/event-records';
import { aPolicy } from './play';

const [green, back] = ['d-GREEN', 'd-BACK'];
const opened: Sight = { kind: 'opened', deployment: green, rollbackOf: undefined };
const rolledBack: Sight = { kind: 'opened', deployment: back, rollbackOf: green };
const status = (deployment: string, is: 'Succeeded' | 'Stopped'): Sight => ({ kind: 'status', deployment, status: is });
const event = (name: LifecycleEvent, is: EventStatus): Sight => ({ kind: 'lifecycle-event', deployment: green, event: name, status: is });
const allDone = lifecycleEvents.map((name) => event(name, 'Succeeded'));
const steady: Sight = { kind: 'task-set', color: 'green', is: 'steady' };
const gone: Sight = { kind: 'task-set', color: 'green', is: 'gone' };
const weights = (share: number): Sight => ({ kind: 'production', blue: 100 - share, green: share });
const route = (share: number): Sight => ({ kind: 'asked', deployment: green, effect: { kind: 'route-production', green: percent(share) } });
const routeTest: Sight = { kind: 'asked', deployment: green, effect: { kind: 'route-test', to: 'green' } };
const endOf = (color: 'blue' | 'green'): Sight => ({ kind: 'asked', deployment: green, effect: { kind: 'terminate-task-set', color } });
const raised: Sight = { kind: 'alarms-raised', deployment: green, alarms: ['5xx'] };
const backAgain: Sight = { kind: 'asked', deployment: back, effect: { kind: 'start-rollback' } };
const hurry: Sight = { kind: 'continued', deployment: green, wait: 'TERMINATION_WAIT' };

/** Whether it is true of these sights under a canary of five minutes and five minutes of bake. */
const holds = (name: InvariantName, sights: readonly Sight[], apart = minutes(1)): boolean =>
  invariants[name].holds(frames(sights.map((what, index) => ({ at: instant(index * apart), what }))), aPolicy());

test.each<[InvariantName, string, readonly Sight[]]>([
  ['rollbackRestoresBlue', 'production is not back', [rolledBack, weights(10), gone, status(back, 'Succeeded')]],
  ['rollbackRestoresBlue', 'test traffic is not back', [rolledBack, { kind: 'test', to: 'green' }, gone, status(back, 'Succeeded')]],
  ['rollbackRestoresBlue', 'blue is not PRIMARY', [rolledBack, { kind: 'primary', is: 'green' }, gone, status(back, 'Succeeded')]],
  ['rollbackRestoresBlue', 'green is still there', [rolledBack, steady, status(back, 'Succeeded')]],
  ['eventsInOrder', 'an event overtakes another', [opened, event('BeforeInstall', 'InProgress'), event('Install', 'InProgress')]],
  ['eventsInOrder', 'an event starts again', [opened, event('BeforeInstall', 'Succeeded'), event('BeforeInstall', 'InProgress')]],
  ['eventsInOrder', 'an event is skipped too late', [opened, event('BeforeInstall', 'Succeeded'), event('BeforeInstall', 'Skipped')]],
  ['eventsInOrder', 'an event of a deployment that nobody opened', [event('BeforeInstall', 'Succeeded')]],
  ['succeedsWhole', 'one event is missing', [opened, ...allDone.slice(1), status(green, 'Succeeded')]],
  ['endsOnce', 'it ends again', [opened, status(green, 'Stopped'), status(green, 'Succeeded')]],
  ['endsOnce', 'it asks for something after the end', [opened, status(green, 'Stopped'), route(10)]],
  ['shiftsFollowTheSchedule', 'a share is left out', [route(100)]],
  ['shiftsFollowTheSchedule', 'a share comes early', [route(10), route(100)]],
  ['shiftsFollowTheSchedule', 'a share comes after the last', [route(10), opened, opened, opened, opened, route(100), route(100)]],
  ['onlySteadyGreenGetsTraffic', 'production before green is steady', [route(10), steady]],
  ['onlySteadyGreenGetsTraffic', 'test traffic before green is steady', [routeTest, steady]],
  ['onlySteadyGreenGetsTraffic', 'production after green is gone', [steady, gone, route(10)]],
  ['servingTaskSetStays', 'blue ends with a share', [weights(90), endOf('blue')]],
  ['servingTaskSetStays', 'green ends with a share', [weights(10), endOf('green')]],
  ['blueOutlivesTheBake', 'blue ends early', [opened, ...allDone, endOf('blue')]],
  ['blueOutlivesTheBake', 'blue ends before the last event', [opened, endOf('blue')]],
  ['primaryServes', 'traffic is elsewhere', [opened, ...allDone, weights(100)]],
  ['rollsBackOnce', 'a rollback is the one to roll back', [rolledBack, backAgain]],
  ['raisedAlarmStops', 'the deployment stops a minute later', [opened, raised, status(green, 'Stopped')]],
  ['weightsSumTo100', 'a tenth is lost', [{ kind: 'production', blue: 80, green: 10 }]],
])('%s does not hold when %s', (...[name, , sights]) => expect(holds(name, sights)).toBe(false));

test.each<[InvariantName, string, readonly Sight[]]>([
  ['rollbackRestoresBlue', 'all is back', [rolledBack, weights(10), weights(0), gone, status(back, 'Succeeded')]],
  ['rollbackRestoresBlue', 'the rollback did not get through', [rolledBack, weights(10), status(back, 'Stopped')]],
  ['eventsInOrder', 'what comes after a failure is skipped', [opened, event('BeforeInstall', 'Failed'), event('Install', 'Skipped')]],
  ['succeedsWhole', 'all eight are done', [opened, ...allDone, status(green, 'Succeeded')]],
  ['shiftsFollowTheSchedule', 'the canary waits', [route(10), opened, opened, opened, opened, route(100)]],
  ['blueOutlivesTheBake', 'somebody could not wait', [opened, ...allDone, hurry, endOf('blue')]],
  ['servingTaskSetStays', 'blue ends without a share', [weights(100), endOf('blue')]],
  ['primaryServes', 'AllowTraffic is running', [opened, event('AllowTraffic', 'InProgress'), weights(10)]],
  ['primaryServes', 'AllowTraffic has failed and nobody wanted a rollback', [opened, event('AllowTraffic', 'Failed'), weights(10)]],
])('%s holds when %s', (...[name, , sights]) => expect(holds(name, sights)).toBe(true));

test('an alarm must stop its own deployment, in the same moment and by that status', () => {
  const stops = (deployment: string, is: 'Succeeded' | 'Stopped'): boolean =>
    holds('raisedAlarmStops', [opened, raised, status(deployment, is)], minutes(0));
  expect(stops(green, 'Stopped')).toBe(true);
  expect(stops(back, 'Stopped')).toBe(false);
  expect(stops(green, 'Succeeded')).toBe(false);
});
