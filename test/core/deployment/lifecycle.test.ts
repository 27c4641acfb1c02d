import { lifecycleEvents } from '../../../lib/core/deployment/lifecycle-event';
import { deploymentStatus, targetStatus, terminationWaitStarted } from '../../../lib/core/deployment/status';
import { minutes, seconds } from '../../../lib/core/units';
import { noAlarms, play, routed, stop, type Play } from './play';

const statuses = ({ state }: Play): string => lifecycleEvents.map((event) => state.events[event].status).join(' ');
const view = ({ state }: Play): object =>
  ({ target: targetStatus(state), deployment: deploymentStatus(state), waiting: terminationWaitStarted(state) });

test('without alarms, hooks and test listener a deployment asks for one thing after another', () => {
  const run = play({ alarms: noAlarms, testRoute: false });
  expect(run.asked()).toEqual([{ kind: 'create-task-set' }]);
  run.send({ kind: 'task-set-steady' });
  expect(run.asked()).toEqual([{ kind: 'route-production', green: 10 }]);
  run.send(routed(10));
  expect(run.asked()).toEqual([]);
  run.wait(minutes(5));
  expect(run.asked()).toEqual([{ kind: 'route-production', green: 100 }]);
  run.send(routed(100));
  expect(run.asked()).toEqual([{ kind: 'make-primary', color: 'green' }]);
  run.send({ kind: 'made-primary', color: 'green' });
  expect(run.asked()).toEqual([]);
  run.wait(minutes(5));
  expect(run.asked()).toEqual([{ kind: 'terminate-task-set', color: 'blue' }]);
  run.send({ kind: 'task-set-terminated', color: 'blue' });
  expect(run.state.phase).toEqual({ at: 'ended', endedAt: minutes(10), outcome: { status: 'Succeeded' } });
});

test('all eight events appear with their times, and one with nothing to do succeeds at once', () => {
  const run = play({ alarms: noAlarms, testRoute: false });
  run.wait(seconds(100)).send({ kind: 'task-set-steady' });
  expect(run.state.events).toMatchObject({
    BeforeInstall: { status: 'Succeeded', startedAt: 0, endedAt: 0 },
    Install: { status: 'Succeeded', startedAt: 0, endedAt: seconds(100) },
    AfterInstall: { status: 'Succeeded', startedAt: seconds(100), endedAt: seconds(100) },
    AllowTestTraffic: { status: 'Succeeded', startedAt: seconds(100), endedAt: seconds(100) },
    AfterAllowTestTraffic: { status: 'Succeeded' },
    BeforeAllowTraffic: { status: 'Succeeded' },
    AllowTraffic: { status: 'InProgress', startedAt: seconds(100) },
    AfterAllowTraffic: { status: 'Pending' },
  });
});

test('nothing begins before the alarms were read once', () => {
  const run = play();
  expect(run.asked()).toEqual([{ kind: 'read-alarms', names: ['5xx'] }]);
  expect(deploymentStatus(run.state)).toBe('Created');
  expect(targetStatus(run.state)).toBe('Pending');
  run.send({ kind: 'alarms-read', alarms: [{ name: '5xx', state: 'INSUFFICIENT_DATA' }] });
  expect(deploymentStatus(run.state)).toBe('InProgress');
  expect(run.asked()).toEqual([{ kind: 'create-task-set' }]);
});

test('the target succeeds with the last event, the deployment only when blue is gone', () => {
  const run = play().reach('baking');
  expect(statuses(run)).toBe(lifecycleEvents.map(() => 'Succeeded').join(' '));
  expect(view(run)).toEqual({ target: 'Succeeded', deployment: 'InProgress', waiting: true });
  run.reach('ended');
  expect(view(run)).toEqual({ target: 'Succeeded', deployment: 'Succeeded', waiting: false });
});

test('a stop during the shift fails AllowTraffic and skips what follows', () => {
  const run = play().reach('holding');
  run.send(stop());
  expect(statuses(run)).toBe('Succeeded Succeeded Succeeded Succeeded Succeeded Succeeded Failed Skipped');
  expect(targetStatus(run.state)).toBe('Failed');
});

test('a stop during Install fails it and skips everything after it', () => {
  const run = play().reach('installing');
  run.send(stop());
  expect(statuses(run)).toBe('Succeeded Failed Skipped Skipped Skipped Skipped Skipped Skipped');
});

test('a stop before anything began skips all eight', () => {
  const run = play();
  run.send(stop());
  expect(statuses(run)).toBe(lifecycleEvents.map(() => 'Skipped').join(' '));
  expect(targetStatus(run.state)).toBe('Skipped');
});

test('a termination wait of zero ends blue in the very step in which the last event succeeds', () => {
  const run = play({ terminationWait: minutes(0) }).reach('making-primary');
  run.asked();
  run.send({ kind: 'made-primary', color: 'green' });
  expect(run.state.phase.at).toBe('ending-blue');
  expect(run.asked()).toEqual([{ kind: 'terminate-task-set', color: 'blue' }]);
});

test('a deployment that was written down and read back goes on as if nothing had been', () => {
  const run = play().reach('holding');
  run.state = JSON.parse(JSON.stringify(run.state)) as typeof run.state;
  run.reach('ended');
  expect(deploymentStatus(run.state)).toBe('Succeeded');
});
