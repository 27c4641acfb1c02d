import type { DeploymentEvent } from '../../../lib/core/deployment/deployment-event';
import { mayNotInvoke } from '../../../lib/core/deployment/error-information';
import { hookedEvents, type HookedEvent } from '../../../lib/core/deployment/lifecycle-event';
import { deploymentStatus, errorOf } from '../../../lib/core/deployment/status';
import { hours, millis } from '../../../lib/core/units';
import { noAlarms, play, type Play } from './play';

const hooked = (event: HookedEvent): Play => play({ alarms: noAlarms, hooks: { [event]: `check-${event}` } });
const report = (event: HookedEvent, verdict: 'Succeeded' | 'Failed' = 'Succeeded'): DeploymentEvent =>
  ({ kind: 'hook-reported', executionId: `d-GREEN0001/${event}`, verdict });

test.each(hookedEvents)('%s invokes its function and waits for the verdict', (event) => {
  const run = hooked(event).reach('hook');
  expect(run.asked()).toEqual([{ kind: 'invoke-hook', event, function: `check-${event}`, executionId: `d-GREEN0001/${event}` }]);
  expect(run.state.events[event].status).toBe('InProgress');
  expect(run.send(report(event))).toBe('accepted');
  expect(run.state.events[event].status).toBe('Succeeded');
});

test.each(hookedEvents)('a verdict of Failed at %s fails the deployment at once', (event) => {
  const run = hooked(event).reach('hook');
  expect(run.send(report(event, 'Failed'))).toBe('accepted');
  expect(run.state.events[event].status).toBe('Failed');
  expect(deploymentStatus(run.state)).toBe('Failed');
  expect(errorOf(run.state)).toEqual({
    code: 'HOOK_EXECUTION_FAILURE',
    message: 'The deployment failed because one or more of the lifecycle event validation functions failed.',
  });
});

test('a hook that says nothing fails the deployment after an hour, not a moment before', () => {
  const run = hooked('AfterInstall').reach('hook').wait(millis(hours(1) - 1));
  expect(run.state.phase.at).toBe('hook');
  run.wait(millis(1));
  expect(errorOf(run.state)).toEqual({
    code: 'TIMEOUT',
    message: 'The deployment timed out while waiting for a status callback. '
      + 'CodeDeploy expects a status callback within one hour after a deployment hook is invoked.',
  });
  expect(run.state.events.AfterInstall).toEqual({ status: 'Failed', startedAt: 0, endedAt: hours(1) });
});

test('a verdict that arrives at the deadline is too late, even before anybody was woken', () => {
  const run = hooked('AfterInstall').reach('hook');
  run.leap(hours(1));
  expect(run.send(report('AfterInstall'))).toBe('event-already-completed');
  expect(deploymentStatus(run.state)).toBe('Failed');
});

test('the second report of a verdict is refused and changes nothing', () => {
  const run = hooked('AfterInstall').reach('hook');
  run.send(report('AfterInstall'));
  const before = run.state;
  expect(run.send(report('AfterInstall', 'Failed'))).toBe('event-already-completed');
  expect(run.state).toEqual(before);
});

test('a report after the deployment was stopped is refused', () => {
  const run = hooked('AfterInstall').reach('hook');
  run.send({ kind: 'stop-requested', rollback: false });
  expect(run.send(report('AfterInstall'))).toBe('event-already-completed');
});

test.each([
  ['of another deployment', 'd-OTHER0001/AfterInstall'],
  ['that nobody was given', 'nonsense'],
  ['of an event that has not started', 'd-GREEN0001/BeforeAllowTraffic'],
  ['of an event without a hook', 'd-GREEN0001/BeforeInstall'],
])('an execution id %s is unknown', (_, executionId) => {
  const run = play({ alarms: noAlarms, hooks: { AfterInstall: 'check', BeforeAllowTraffic: 'check' } }).reach('hook');
  expect(run.send({ kind: 'hook-reported', executionId, verdict: 'Succeeded' })).toBe('unknown-execution');
  expect(run.state.phase.at).toBe('hook');
});

test('the execution id of a hook that was skipped is unknown', () => {
  const run = play({ alarms: noAlarms, hooks: { AfterInstall: 'check' } }).reach('installing');
  run.send({ kind: 'task-set-failed', color: 'green', message: 'no such task definition' });
  expect(run.send(report('AfterInstall'))).toBe('unknown-execution');
});

test('a function that the service role may not invoke fails the deployment with the message about the role', () => {
  const run = hooked('BeforeAllowTraffic').reach('hook');
  const message = mayNotInvoke('arn:aws:iam::222222222222:role/codedeploy');
  expect(run.send({ kind: 'hook-not-invocable', executionId: 'd-GREEN0001/BeforeAllowTraffic', message })).toBe('accepted');
  expect(errorOf(run.state)).toEqual({
    code: 'IAM_ROLE_PERMISSIONS',
    message: 'The IAM role arn:aws:iam::222222222222:role/codedeploy does not give you permission '
      + 'to perform operations in the following AWS service: AWSLambda.',
  });
});

test('that an earlier hook could not be invoked is of no interest any more', () => {
  const run = play({ alarms: noAlarms, hooks: { AfterInstall: 'one', BeforeAllowTraffic: 'two' } }).reach('hook');
  run.send(report('AfterInstall'));
  run.reach('hook');
  expect(run.send({ kind: 'hook-not-invocable', executionId: 'd-GREEN0001/AfterInstall', message: 'denied' })).toBe('ignored');
  expect(deploymentStatus(run.state)).toBe('InProgress');
});
