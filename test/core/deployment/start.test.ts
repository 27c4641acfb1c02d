import { step } from '../../../lib/core/deployment/machine';
import { openDeployment, openStillborn } from '../../../lib/core/deployment/open-deployment';
import { deploymentStatus, errorOf, targetStatus } from '../../../lib/core/deployment/status';
import { after, millis, seconds } from '../../../lib/core/units';
import { aPolicy, noAlarms, Play, quiet, red, start } from './play';

const late = { startsAfter: seconds(1) };
const hooks = { BeforeInstall: 'check' };

test('a deployment is only created until its start is due', () => {
  const run = new Play(aPolicy({ ...late, hooks, alarms: noAlarms }));
  expect([deploymentStatus(run.state), targetStatus(run.state), run.everythingAsked()]).toEqual(['Created', 'Pending', [{ kind: 'wake', at: after(start, seconds(1)) }]]);
  run.now = after(start, millis(999));
  run.send({ kind: 'time-passed' });
  expect([deploymentStatus(run.state), run.asked()]).toEqual(['Created', []]);
  run.now = after(start, seconds(1));
  run.send({ kind: 'time-passed' });
  expect(deploymentStatus(run.state)).toBe('InProgress');
  expect(run.asked()).toMatchObject([{ kind: 'invoke-hook' }]);
});

test('it waits for the first reading of its alarms too, whichever takes longer', () => {
  const early = new Play(aPolicy({ ...late, hooks }));
  early.send(quiet);
  expect(deploymentStatus(early.state)).toBe('Created');
  early.now = after(start, seconds(1));
  early.send({ kind: 'time-passed' });
  expect(deploymentStatus(early.state)).toBe('InProgress');
  const slow = new Play(aPolicy({ ...late, hooks }));
  slow.now = after(start, seconds(2));
  slow.send({ kind: 'time-passed' });
  expect(deploymentStatus(slow.state)).toBe('Created');
  slow.send(quiet);
  expect(deploymentStatus(slow.state)).toBe('InProgress');
});

test('a red alarm stops it before it has begun', () => {
  const run = new Play(aPolicy(late));
  run.send(red);
  expect([deploymentStatus(run.state), run.state.events.BeforeInstall.status]).toEqual(['Stopped', 'Skipped']);
});

test.each([
  ['invalid-revision', 'INVALID_REVISION', 'The deployment failed because the AppSpec file that specifies the deployment configuration is missing or has an invalid configuration. no version'],
  ['invalid-service', 'INVALID_ECS_SERVICE', 'no version'],
] as const)('one with an %s has failed from the beginning, and changes nothing', (kind, code, message) => {
  const policy = aPolicy();
  const { next, effects } = openStillborn(policy, start, 'd-1', { kind, message: 'no version' });
  expect([deploymentStatus(next), errorOf(next), targetStatus(next), effects]).toEqual(['Failed', { code, message }, 'Skipped', []]);
  expect(step(policy, start, next, { kind: 'stop-requested', rollback: true }).answer).toBe('deployment-already-completed');
});

test('a start that is due at once needs no wake-up', () => {
  expect(deploymentStatus(openDeployment(aPolicy({ alarms: noAlarms }), start, 'd-1').next)).toBe('InProgress');
});
