import { deploymentStatus, errorOf } from '../../../lib/core/deployment/status';
import { minutes, seconds } from '../../../lib/core/units';
import { aPolicy, play, quiet, red, type Play } from './play';

const watching = (names: readonly string[], ignorePollAlarmFailure = false): Play =>
  play({ alarms: { names, ignorePollAlarmFailure, pollEvery: seconds(15) } });

test('an alarm that is red when the deployment is created stops it at birth, and there is nothing to roll back', () => {
  const run = play();
  run.send(red);
  expect(deploymentStatus(run.state)).toBe('Stopped');
  expect(run.state.phase).toMatchObject({ outcome: { rollback: { kind: 'none', why: 'nothing-to-undo' } } });
});

test('several red alarms are named in the message, in the order of the group', () => {
  const run = watching(['latency', '5xx', 'quiet']);
  run.send({ kind: 'alarms-read', alarms: [
    { name: '5xx', state: 'ALARM' }, { name: 'quiet', state: 'OK' }, { name: 'latency', state: 'ALARM' }] });
  expect(errorOf(run.state)).toEqual({
    code: 'ALARM_ACTIVE',
    message: 'One or more alarms have been activated according to the Amazon CloudWatch metrics you selected, '
      + 'and the affected deployments have been stopped. Activated alarms: <latency> <5xx>',
  });
});

test('the alarms are read again one interval after each answer, in every phase until blue is ended', () => {
  const run = play().reach('baking');
  run.asked();
  run.send(quiet);
  for (let times = 0; times < 3; times += 1) {
    run.leap(seconds(15));
    run.send({ kind: 'time-passed' });
    expect(run.asked()).toEqual([{ kind: 'read-alarms', names: ['5xx'] }]);
    run.send(quiet);
  }
});

test('a red alarm in the middle of the shift stops it and asks everything back', () => {
  const run = play().reach('holding').wait(seconds(1));
  run.leap(seconds(15));
  run.send({ kind: 'time-passed' });
  run.asked();
  expect(run.send(red)).toBe('accepted');
  expect(run.state.events.AllowTraffic.status).toBe('Failed');
  expect(run.asked()).toEqual([{ kind: 'start-rollback' }]);
});

test.each([
  ['cannot be read', { kind: 'alarms-unreadable', message: 'AccessDenied' }, 'AccessDenied'],
  ['have no state, because one was deleted', { kind: 'alarms-read', alarms: [] }, 'there is no state of 5xx'],
] as const)('alarms that %s stop the deployment', (_, event, why) => {
  const run = play();
  expect(run.send(event)).toBe('accepted');
  expect(deploymentStatus(run.state)).toBe('Stopped');
  expect(errorOf(run.state)?.message).toBe(`The deployment was stopped because the state of its alarms could not be read: ${why}`);
});

test('an answer that does not come in a minute counts as unreadable', () => {
  const run = play();
  run.leap(minutes(1));
  expect(run.send(quiet)).toBe('ignored');
  expect(errorOf(run.state)?.message).toMatch('no answer came in time');
});

test('with ignorePollAlarmFailure a deployment goes on blind, and keeps asking', () => {
  const run = watching(['5xx'], true);
  run.asked();
  run.send({ kind: 'alarms-unreadable', message: 'throttled' });
  expect(run.asked()).toEqual([{ kind: 'create-task-set' }]);
  run.leap(seconds(15));
  run.send({ kind: 'time-passed' });
  expect(run.asked()).toEqual([{ kind: 'read-alarms', names: ['5xx'] }]);
  run.send(red);
  expect(deploymentStatus(run.state)).toBe('Stopped');
});

test('an alarm that is red counts even when another one cannot be read', () => {
  const run = watching(['5xx', 'gone'], true);
  run.send(red);
  expect(errorOf(run.state)?.code).toBe('ALARM_ACTIVE');
});

test('a reading that nobody asked for is ignored', () => {
  const run = play();
  run.send(quiet);
  expect(run.send(red)).toBe('ignored');
});

test('an alarm stops but does not roll back when its event is not listed', () => {
  const run = play({ rollbackOn: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_REQUEST'] }).reach('holding').wait(seconds(1));
  run.leap(seconds(15));
  run.send({ kind: 'time-passed' });
  run.asked();
  run.send(red);
  expect(run.state.phase).toMatchObject({ outcome: { status: 'Stopped', rollback: { kind: 'none', why: 'not-wanted' } } });
  expect(run.asked()).toEqual([]);
  expect(run.state.greenShare).toBe(10);
});

test('the poll interval is a value of the policy', () => {
  expect(aPolicy().alarms.pollEvery).toBe(seconds(15));
});
