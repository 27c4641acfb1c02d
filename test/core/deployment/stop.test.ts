import { deploymentStatus, errorOf } from '../../../lib/core/deployment/status';
import { noAlarms, play, stop } from './play';

test.each([
  ['the policy lists the event and the request says nothing', true, undefined, 'asked'],
  ['the policy lists the event and the request refuses', true, false, 'none'],
  ['the policy lists the event and the request wants it', true, true, 'asked'],
  ['the policy does not list the event and the request says nothing', false, undefined, 'none'],
  ['the policy does not list the event and the request refuses', false, false, 'none'],
  ['the policy does not list the event and the request wants it', false, true, 'asked'],
] as const)('a stop when %s', (_, listed, wanted, rollback) => {
  const run = play({ alarms: noAlarms, rollbackOn: listed ? ['DEPLOYMENT_STOP_ON_REQUEST'] : [] }).reach('holding');
  expect(run.send(stop(wanted))).toBe('accepted');
  expect(deploymentStatus(run.state)).toBe('Stopped');
  expect(errorOf(run.state)?.code).toBe('MANUAL_STOP');
  expect(run.state.phase).toMatchObject({ outcome: { rollback: { kind: rollback } } });
});

test.each(['created', 'hook'] as const)('before Install there is nothing to roll back, even when it is asked for (%s)', (place) => {
  const run = play({ hooks: { BeforeInstall: 'check' } }).reach(place);
  run.send(stop(true));
  expect(run.state.phase).toMatchObject({ outcome: { status: 'Stopped', rollback: { kind: 'none', why: 'nothing-to-undo' } } });
});

test('a deployment that has ended cannot be stopped', () => {
  const run = play({ alarms: noAlarms }).reach('ended');
  expect(run.send(stop(true))).toBe('deployment-already-completed');
  expect(deploymentStatus(run.state)).toBe('Succeeded');
});

test('acknowledgements that arrive after the stop change nothing', () => {
  const run = play({ alarms: noAlarms }).reach('installing');
  run.send(stop());
  const before = run.state;
  expect(run.send({ kind: 'task-set-steady' })).toBe('ignored');
  expect(run.state).toEqual(before);
});
