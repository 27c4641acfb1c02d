import { deploymentStatus, errorOf, targetStatus } from '../../../lib/core/deployment/status';
import { millis, minutes } from '../../../lib/core/units';
import { noAlarms, play, type Play } from './play';

const waiting = (wait = minutes(30)): Play =>
  play({ alarms: noAlarms, ready: { kind: 'STOP_DEPLOYMENT', wait }, hooks: { BeforeAllowTraffic: 'gate' } }).reach('ready');

test('with test traffic on green it waits, and the status is Ready', () => {
  const run = waiting();
  expect([deploymentStatus(run.state), targetStatus(run.state)]).toEqual(['Ready', 'Ready']);
  expect(run.state.events).toMatchObject({ AfterAllowTestTraffic: { status: 'Succeeded' }, BeforeAllowTraffic: { status: 'Pending' } });
});

test('READY_WAIT sends it on, and the gate before production traffic follows', () => {
  const run = waiting();
  expect(run.send({ kind: 'continue-requested', wait: 'READY_WAIT' })).toBe('accepted');
  expect(run.state.phase).toMatchObject({ at: 'hook', event: 'BeforeAllowTraffic' });
  expect(run.send({ kind: 'continue-requested', wait: 'READY_WAIT' })).toBe('not-in-ready-state');
});

test('nobody coming stops it, and that counts as a stop', () => {
  const run = waiting().wait(millis(minutes(30) - 1));
  expect(deploymentStatus(run.state)).toBe('Ready');
  run.wait(millis(1));
  expect(deploymentStatus(run.state)).toBe('Stopped');
  expect(errorOf(run.state)?.message).toBe(
    'The deployment timed out while waiting for a notification to continue. This time out period is 30 minutes.');
  expect(run.state.phase).toMatchObject({ outcome: { rollback: { kind: 'asked', restore: ['test'] } } });
});

test('a wait of zero stops it on the spot', () => {
  const run = play({ alarms: noAlarms, ready: { kind: 'STOP_DEPLOYMENT', wait: minutes(0) } }).reach('routing-test');
  run.send({ kind: 'test-routed', to: 'green' });
  expect(deploymentStatus(run.state)).toBe('Stopped');
});

test.each(['READY_WAIT', 'TERMINATION_WAIT'] as const)('a running deployment that waits for nothing refuses %s', (wait) => {
  const run = play({ alarms: noAlarms }).reach('installing');
  expect(run.send({ kind: 'continue-requested', wait })).toBe('not-in-ready-state');
});

test('a deployment that has ended refuses to continue', () => {
  const run = play({ alarms: noAlarms }).reach('ended');
  expect(run.send({ kind: 'continue-requested', wait: 'READY_WAIT' })).toBe('deployment-already-completed');
});
