import { linear } from '../../../lib/core/deployment/traffic-routing';
import { errorOf } from '../../../lib/core/deployment/status';
import { hours, millis, minutes, percent, seconds } from '../../../lib/core/units';
import { noAlarms, play, routed, type Play } from './play';

const shifting = (): Play => play({ alarms: noAlarms, traffic: linear(percent(30), minutes(1)) }).reach('shifting');

test('the first shift is made at once, the others exactly an interval apart, and nothing follows the last', () => {
  const run = shifting();
  const seen: [number, unknown][] = [];
  for (const green of [30, 60, 90, 100]) {
    seen.push([run.now, run.asked()]);
    run.send(routed(green));
    if (green < 100) run.wait(minutes(1));
  }
  expect(seen).toEqual([
    [0, [{ kind: 'route-production', green: 30 }]],
    [minutes(1), [{ kind: 'route-production', green: 60 }]],
    [minutes(2), [{ kind: 'route-production', green: 90 }]],
    [minutes(3), [{ kind: 'route-production', green: 100 }]],
  ]);
  expect(run.state.phase.at).toBe('making-primary');
});

test('a late confirmation does not push the later shifts back', () => {
  const run = shifting().wait(seconds(50));
  run.send(routed(30));
  run.asked();
  run.wait(millis(seconds(10) - 1));
  expect(run.asked()).toEqual([]);
  run.wait(millis(1));
  expect(run.asked()).toEqual([{ kind: 'route-production', green: 60 }]);
});

test('no shift is asked for before the one ahead of it is confirmed', () => {
  const run = shifting();
  run.asked();
  run.wait(minutes(5));
  expect(run.asked()).toEqual([]);
  run.send(routed(30));
  expect(run.asked()).toEqual([{ kind: 'route-production', green: 60 }]);
});

test('a confirmation of other weights is not the one that is waited for', () => {
  const run = shifting();
  expect(run.send(routed(60))).toBe('ignored');
  expect(run.send(routed(0))).toBe('ignored');
  expect(run.state.greenShare).toBe(0);
  run.send(routed(30));
  expect(run.state.greenShare).toBe(30);
  expect(run.send(routed(30))).toBe('ignored');
});

test('a load balancer that refuses a shift fails the deployment, and traffic is asked back', () => {
  const run = shifting();
  run.send(routed(30));
  run.wait(minutes(1)).send({ kind: 'routing-failed', listener: 'production', message: 'Rate exceeded' });
  expect(errorOf(run.state)?.code).toBe('ELASTIC_LOAD_BALANCING_INVALID');
  expect(run.state.phase).toMatchObject({ outcome: { status: 'Failed', rollback: { restore: ['production', 'primary', 'test'] } } });
});

test('a shift that nobody confirms fails the deployment after an hour', () => {
  const run = shifting().wait(hours(1));
  expect(errorOf(run.state)?.message).toMatch('waiting for the routing of production traffic. This time out period is 60 minutes.');
});

test('green becomes PRIMARY inside AllowTraffic, after the last shift', () => {
  const run = play({ alarms: noAlarms }).reach('making-primary');
  expect(run.state.events.AllowTraffic.status).toBe('InProgress');
  expect(run.asked()).toEqual([{ kind: 'make-primary', color: 'green' }]);
  expect(run.send({ kind: 'made-primary', color: 'blue' })).toBe('ignored');
  run.send({ kind: 'made-primary', color: 'green' });
  expect(run.state.events.AllowTraffic.status).toBe('Succeeded');
});

test('a green that cannot become PRIMARY fails the deployment', () => {
  const run = play({ alarms: noAlarms }).reach('making-primary');
  run.send({ kind: 'task-set-failed', color: 'green', message: 'The task set is not steady.' });
  expect(errorOf(run.state)).toEqual({ code: 'ECS_UPDATE_ERROR', message: 'The task set is not steady.' });
});

test('that nobody confirms the new PRIMARY fails it after an hour', () => {
  const run = play({ alarms: noAlarms }).reach('making-primary').wait(hours(1));
  expect(errorOf(run.state)?.message).toMatch('waiting for the change of the primary task set.');
});
