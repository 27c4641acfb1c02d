import { deploymentStatus, errorOf } from '../../../lib/core/deployment/status';
import { hours, millis, minutes } from '../../../lib/core/units';
import { aPolicy, noAlarms, play } from './play';

test('green that never becomes steady burns sixty minutes, since there is no circuit breaker', () => {
  const run = play({ alarms: noAlarms }).reach('installing').wait(millis(minutes(60) - 1));
  expect(deploymentStatus(run.state)).toBe('InProgress');
  run.wait(millis(1));
  expect(deploymentStatus(run.state)).toBe('Failed');
  expect(errorOf(run.state)).toEqual({
    code: 'TIMEOUT',
    message: 'The deployment timed out while waiting for the replacement task set to become healthy. This time out period is 60 minutes.',
  });
});

test('a task set that ECS does not accept fails the deployment in its words', () => {
  const run = play({ alarms: noAlarms }).reach('installing');
  run.send({ kind: 'task-set-failed', color: 'green', message: 'Unable to describe task definition.' });
  expect(errorOf(run.state)).toEqual({ code: 'ECS_UPDATE_ERROR', message: 'Unable to describe task definition.' });
});

test('green that fails after it was installed is not looked at any more', () => {
  const run = play({ alarms: noAlarms }).reach('holding');
  expect(run.send({ kind: 'task-set-failed', color: 'green', message: 'task stopped' })).toBe('ignored');
  expect(run.send({ kind: 'task-set-steady' })).toBe('ignored');
  expect(deploymentStatus(run.state)).toBe('InProgress');
});

test('a deployment that does not come to its shift in 120 hours fails, whatever it waits for', () => {
  const run = play({ alarms: noAlarms, ready: { kind: 'STOP_DEPLOYMENT', wait: hours(200) } }).reach('ready').wait(hours(120));
  expect(deploymentStatus(run.state)).toBe('Failed');
  expect(errorOf(run.state)?.message).toBe(
    'The deployment timed out while waiting for the start of the traffic shift. This time out period is 7200 minutes.');
});

test('the limits are the policy\'s to set', () => {
  const run = play({ alarms: noAlarms, limits: { ...aPolicy().limits, install: minutes(10) } }).reach('installing').wait(minutes(10));
  expect(errorOf(run.state)?.message).toMatch('This time out period is 10 minutes.');
});
