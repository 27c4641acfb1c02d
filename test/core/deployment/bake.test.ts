import { deploymentStatus, errorOf } from '../../../lib/core/deployment/status';
import { hours, millis, minutes } from '../../../lib/core/units';
import { noAlarms, play, red, stop } from './play';

test('blue is kept for exactly the termination wait', () => {
  const run = play({ alarms: noAlarms, terminationWait: minutes(15) }).reach('baking').wait(millis(minutes(15) - 1));
  expect(run.asked()).toEqual([]);
  run.wait(millis(1));
  expect(run.asked()).toEqual([{ kind: 'terminate-task-set', color: 'blue' }]);
});

test('TERMINATION_WAIT ends it now', () => {
  const run = play({ alarms: noAlarms }).reach('baking');
  expect(run.send({ kind: 'continue-requested', wait: 'READY_WAIT' })).toBe('not-in-ready-state');
  expect(run.send({ kind: 'continue-requested', wait: 'TERMINATION_WAIT' })).toBe('accepted');
  expect(run.asked()).toEqual([{ kind: 'terminate-task-set', color: 'blue' }]);
});

test('an alarm while baking moves all traffic back to blue', () => {
  const run = play().reach('baking');
  run.leap(minutes(4));
  run.send({ kind: 'time-passed' });
  run.send(red);
  expect(run.state.phase).toMatchObject({
    at: 'ended', outcome: { status: 'Stopped', because: { kind: 'alarm-active', alarms: ['5xx'] }, rollback: { kind: 'asked' } },
  });
  const back = run.rollback();
  expect(back.asked()).toEqual([
    { kind: 'route-production', green: 0 }, { kind: 'make-primary', color: 'blue' }, { kind: 'route-test', to: 'blue' },
  ]);
});

test('from the moment blue is being ended no alarm is read, and a reading that was under way counts no more', () => {
  const run = play().reach('baking');
  run.leap(minutes(5));
  run.send({ kind: 'time-passed' });
  expect(run.state.phase.at).toBe('ending-blue');
  expect(run.state.alarms).toEqual({ kind: 'off' });
  expect(run.send(red)).toBe('ignored');
});

test('a stop while blue is being ended is taken, but nothing is rolled back', () => {
  const run = play().reach('ending-blue');
  expect(run.send(stop(true))).toBe('accepted');
  expect(run.state.phase).toMatchObject({ outcome: { status: 'Stopped', rollback: { kind: 'none', why: 'blue-is-ending' } } });
});

test('blue that cannot be ended fails the deployment without a way back', () => {
  const run = play().reach('ending-blue');
  run.send({ kind: 'task-set-failed', color: 'blue', message: 'Access denied.' });
  expect(run.state.phase).toMatchObject({ outcome: { status: 'Failed', rollback: { why: 'blue-is-ending' } } });
});

test('blue of whose end nobody hears fails it after an hour', () => {
  const run = play().reach('ending-blue').wait(hours(1));
  expect(deploymentStatus(run.state)).toBe('Failed');
  expect(errorOf(run.state)?.message).toMatch('waiting for the termination of a task set. This time out period is 60 minutes.');
});

test('the end of green would not be the end of the deployment', () => {
  const run = play().reach('ending-blue');
  expect(run.send({ kind: 'task-set-terminated', color: 'green' })).toBe('ignored');
  run.send({ kind: 'task-set-terminated', color: 'blue' });
  expect(deploymentStatus(run.state)).toBe('Succeeded');
});
