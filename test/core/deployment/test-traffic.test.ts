import { errorOf } from '../../../lib/core/deployment/status';
import { hours } from '../../../lib/core/units';
import { noAlarms, play } from './play';

test('the test listener goes to green whole, and its hook runs when that is confirmed', () => {
  const run = play({ alarms: noAlarms, hooks: { AfterAllowTestTraffic: 'probe' } }).reach('routing-test');
  expect(run.asked()).toEqual([{ kind: 'route-test', to: 'green' }]);
  expect(run.send({ kind: 'test-routed', to: 'blue' })).toBe('ignored');
  run.send({ kind: 'test-routed', to: 'green' });
  expect(run.asked()).toMatchObject([{ kind: 'invoke-hook', event: 'AfterAllowTestTraffic' }]);
});

test('without a test listener the event does nothing and the hook after it is left out', () => {
  const run = play({ alarms: noAlarms, testRoute: false, hooks: { AfterAllowTestTraffic: 'probe' } }).reach('shifting');
  expect(run.asked()).toEqual([{ kind: 'route-production', green: 10 }]);
  expect(run.state.events).toMatchObject({ AllowTestTraffic: { status: 'Succeeded' }, AfterAllowTestTraffic: { status: 'Succeeded' } });
});

test('a listener that points elsewhere fails the deployment with the load balancer\'s words', () => {
  const run = play({ alarms: noAlarms }).reach('routing-test');
  run.send({ kind: 'routing-failed', listener: 'test', message: 'Primary taskset target group must be behind listener' });
  expect(errorOf(run.state)).toEqual({
    code: 'ELASTIC_LOAD_BALANCING_INVALID',
    message: 'The ELB could not be updated due to the following error: Primary taskset target group must be behind listener',
  });
});

test('a failure of the other listener is not its affair', () => {
  const run = play({ alarms: noAlarms }).reach('routing-test');
  expect(run.send({ kind: 'routing-failed', listener: 'production', message: 'no' })).toBe('ignored');
});

test('a listener that nobody confirms fails the event after an hour', () => {
  const run = play({ alarms: noAlarms }).reach('routing-test').wait(hours(1));
  expect(errorOf(run.state)).toEqual({
    code: 'TIMEOUT',
    message: 'The deployment timed out while waiting for the routing of test traffic. This time out period is 60 minutes.',
  });
});
