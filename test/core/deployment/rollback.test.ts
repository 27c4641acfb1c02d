import type { Phase } from '../../../lib/core/deployment/deployment';
import { openRollback } from '../../../lib/core/deployment/open-rollback';
import { rollbackInfo } from '../../../lib/core/deployment/rollback-info';
import { deploymentStatus, errorOf } from '../../../lib/core/deployment/status';
import { hours } from '../../../lib/core/units';
import { noAlarms, play, routed, stop, type Play } from './play';

const stoppedAt = (place: Phase['at'], testRoute = true): Play => {
  const run = play({ alarms: noAlarms, testRoute, hooks: { AfterInstall: 'a', AfterAllowTraffic: 'b' } }).reach(place);
  run.asked();
  run.send(stop(true));
  return run;
};

const everything = [
  { kind: 'route-production', green: 0 }, { kind: 'make-primary', color: 'blue' }, { kind: 'route-test', to: 'blue' },
];

test.each([
  ['installing', [{ kind: 'terminate-task-set', color: 'green' }]],
  ['routing-test', [{ kind: 'route-test', to: 'blue' }]],
  ['shifting', everything],
  ['holding', everything],
  ['making-primary', everything],
  ['baking', everything],
] as const)('stopped while %s, everything that was touched goes back at once', (place, asked) => {
  expect(stoppedAt(place).rollback().asked()).toEqual(asked);
});

test('without a test listener there is none to give back', () => {
  expect(stoppedAt('baking', false).rollback().asked()).toEqual([
    { kind: 'route-production', green: 0 }, { kind: 'make-primary', color: 'blue' },
  ]);
});

test('green is ended only when blue has everything back, and then the rollback has succeeded', () => {
  const back = stoppedAt('holding').rollback();
  back.asked();
  back.send({ kind: 'test-routed', to: 'blue' });
  back.send({ kind: 'made-primary', color: 'blue' });
  expect(back.asked()).toEqual([]);
  expect(back.state.events.AllowTraffic.status).toBe('InProgress');
  back.send(routed(0));
  expect(back.state.greenShare).toBe(0);
  expect(back.asked()).toEqual([{ kind: 'terminate-task-set', color: 'green' }]);
  back.send({ kind: 'task-set-terminated', color: 'green' });
  expect(deploymentStatus(back.state)).toBe('Succeeded');
  expect(Object.values(back.state.events).every(({ status }) => status === 'Succeeded')).toBe(true);
});

test('confirmations of anything but what it gives back mean nothing to a rollback', () => {
  const back = stoppedAt('holding').rollback();
  expect(back.send(routed(10))).toBe('ignored');
  expect(back.send({ kind: 'test-routed', to: 'green' })).toBe('ignored');
  expect(back.send({ kind: 'made-primary', color: 'green' })).toBe('ignored');
  back.send(routed(0));
  expect(back.send(routed(0))).toBe('ignored');
});

test('a rollback watches no alarms, runs no hooks and waits for nobody', () => {
  const back = stoppedAt('holding').rollback();
  back.reach('ended');
  expect(back.now).toBe(0);
  expect(deploymentStatus(back.state)).toBe('Succeeded');
});

test('the two deployments tell of each other', () => {
  const run = stoppedAt('holding');
  expect(rollbackInfo(run.state)).toBeUndefined();
  const back = run.rollback();
  expect(rollbackInfo(run.state)).toEqual({
    rollbackDeploymentId: 'd-BACK00001',
    rollbackMessage: 'Deployment d-GREEN0001 terminated. Automatic rollback is triggered with a DeploymentId d-BACK00001.',
  });
  expect(rollbackInfo(back.state)).toEqual({
    rollbackTriggeringDeploymentId: 'd-GREEN0001',
    rollbackMessage: 'Deployment d-BACK00001 is triggered to roll back deployment d-GREEN0001.',
  });
});

test('a deployment that succeeded, or that did not want one, has no rollback', () => {
  const good = play({ alarms: noAlarms }).reach('ended');
  const unwanted = play({ alarms: noAlarms, rollbackOn: [] }).reach('holding');
  unwanted.send(stop());
  for (const { state, policy, now } of [good, unwanted]) {
    expect(rollbackInfo(state)).toBeUndefined();
    expect(() => openRollback(policy, now, 'd-BACK00001', state)).toThrow('deployment d-GREEN0001 has not asked for a rollback');
  }
});

test('a deployment is rolled back once', () => {
  const run = stoppedAt('holding');
  run.rollback();
  expect(run.send({ kind: 'rollback-started', deployment: 'd-BACK00002' })).toBe('ignored');
  expect(() => run.rollback()).toThrow('has not asked for a rollback');
});

test('a load balancer that refuses the way back fails the rollback, and green is left to serve', () => {
  const back = stoppedAt('holding').rollback();
  back.asked();
  back.send({ kind: 'routing-failed', listener: 'production', message: 'Rate exceeded' });
  expect(back.state.phase).toMatchObject({ outcome: { status: 'Failed', rollback: { kind: 'none', why: 'is-a-rollback' } } });
  expect(back.asked()).toEqual([]);
});

test.each([
  [[], 'routing of production traffic'],
  [[routed(0)], 'change of the primary task set'],
  [[routed(0), { kind: 'made-primary', color: 'blue' }], 'routing of test traffic'],
] as const)('a rollback that nobody confirms fails after an hour and says what it waited for (%#)', (confirmed, work) => {
  const back = stoppedAt('holding').rollback();
  for (const event of confirmed) back.send(event);
  back.wait(hours(1));
  expect(errorOf(back.state)?.message).toMatch(`waiting for the ${work}.`);
});

test('an ECS that does not give blue its part back fails the rollback', () => {
  const back = stoppedAt('holding').rollback();
  expect(back.send({ kind: 'task-set-failed', color: 'green', message: 'stopped' })).toBe('ignored');
  back.send({ kind: 'task-set-failed', color: 'blue', message: 'denied' });
  expect(errorOf(back.state)).toEqual({ code: 'ECS_UPDATE_ERROR', message: 'denied' });
});

test('a failure of blue is none of its affair once blue is PRIMARY again', () => {
  const back = stoppedAt('holding').rollback();
  back.send({ kind: 'made-primary', color: 'blue' });
  expect(back.send({ kind: 'task-set-failed', color: 'blue', message: 'stopped' })).toBe('ignored');
});

test('green that does not go away fails the rollback, with blue serving', () => {
  const back = stoppedAt('holding').rollback().reach('ending-green').wait(hours(1));
  expect(deploymentStatus(back.state)).toBe('Failed');
  expect(back.state.events.AllowTraffic.status).toBe('Succeeded');
});

test('a rollback can be stopped like any deployment, and is not rolled back itself', () => {
  const back = stoppedAt('holding').rollback();
  expect(back.send(stop(true))).toBe('accepted');
  expect(back.state.phase).toMatchObject({ outcome: { status: 'Stopped', rollback: { why: 'is-a-rollback' } } });
});

test('a rollback knows no hook executions', () => {
  const back = stoppedAt('holding').rollback();
  expect(back.send({ kind: 'hook-reported', executionId: 'd-BACK00001/AfterInstall', verdict: 'Succeeded' })).toBe('unknown-execution');
});
