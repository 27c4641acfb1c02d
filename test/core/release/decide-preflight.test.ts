import { accepted } from '../../../lib/core/checked';
import { decide } from '../../../lib/core/release/decide';
import type { Inspection } from '../../../lib/core/release/inspection';
import type { ActiveDeployment, Progress, Situation, TaskSetView } from '../../../lib/core/release/situation';

const blue: TaskSetView = { status: 'PRIMARY', wanted: false, placeholder: false, broughtBy: 'd-0' };
const theirs: ActiveDeployment = { id: 'd-7', isRollback: false, ofThisUpdate: false };

/** An update to a release that the service does not run, looked at for the first time. */
function situation(changes: Partial<Situation> = {}): Situation {
  return {
    request: 'Update', progress: { at: 'starting' }, taskSets: [blue], active: undefined, ours: undefined, deployment: undefined, migration: undefined, migrates: true, lease: undefined,
    topology: { wanted: 't1', running: 't1' }, look: 0, limits: { secondsPerLook: 15, migrationsMinutes: 5, installMinutes: 10, totalMinutes: 55 }, ...changes,
  };
}

const seen: Inspection = {
  group: { alarms: { enabled: true, ignorePollAlarmFailure: false, names: ['errors', 'hosts'] }, rollback: { enabled: true, events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM', 'DEPLOYMENT_STOP_ON_REQUEST'] } },
  alarms: [{ name: 'errors', state: 'OK', actionsEnabled: true, because: '', terms: '> 1' }, { name: 'hosts', state: 'OK', actionsEnabled: true, because: '', terms: '> 1' }],
  routes: [{ route: 'production', weights: [{ targetGroup: 'one', weight: 100 }] }], primary: { taskDefinition: 'api:1', active: true, targetGroup: 'one' },
  requests: { count: 1, hours: 24 }, stacks: [{ name: 'production-Api', status: 'UPDATE_COMPLETE' }],
};
const preflight = { expected: { alarms: { errors: '> 1', hosts: '> 1' } }, probed: true, seen };
const red: Inspection = { ...seen, alarms: seen.alarms.map((alarm) => ({ ...alarm, state: alarm.name === 'errors' ? 'ALARM' : 'OK' })) };
const fix = accepted({ alarms: ['errors'], reason: 'uses fail' });

test('a pre-flight is asked for before anything is changed, once', () => {
  expect(decide(situation({ preflight: { ...preflight, seen: undefined } }))).toEqual({ kind: 'inspect' });
  expect(decide(situation({ preflight }))).toEqual({ kind: 'migrate' });
  expect(decide(situation({ preflight, migrates: false }))).toEqual({ kind: 'create-deployment', allAtOnce: false });
});

test.each<readonly [string, Partial<Situation>, string]>([
  ['a stack that rolls back to what runs', { taskSets: [{ ...blue, wanted: true }] }, 'answer'],
  ['a request whose deployment is there', { active: theirs, ours: 'd-7' }, 'follow'],
  ['a group that is busy, whose weights and alarms are those of another deployment', { active: theirs }, 'answer'],
  ['a rollback that still runs', { active: { id: 'd-8', isRollback: true, ofThisUpdate: false } }, 'wait'],
  ['a stack that takes its deployment back', { active: theirs, taskSets: [{ ...blue, wanted: true }] }, 'stop'],
  ['a stack that is deleted', { request: 'Delete' }, 'answer'],
  ['a deployment that follows migrations', { progress: { at: 'migrating', task: 't', sinceLook: 0 }, migration: { status: 'ended', exitCode: 0, why: '' } }, 'create-deployment'],
])('a pre-flight is not asked for by %s', (_, changes, kind) => {
  expect(decide(situation({ preflight: { ...preflight, seen: undefined }, ...changes })).kind).toBe(kind);
});

test('a pre-flight that finds something refuses with everything that is wrong, the topology included', () => {
  const decision = decide(situation({ preflight: { ...preflight, seen: { ...red, requests: { count: 0, hours: 24 } } }, topology: { wanted: 't1', running: 't2' } }));
  expect(decision).toMatchObject({ kind: 'answer', status: 'FAILED', reason: expect.stringMatching(/^refused, nothing was changed: \(1\).*t2.*\(2\).*errors is red.*\(3\).*no request/) });
});

test('it lets a fix through, which the other alarms watch', () => {
  expect(decide(situation({ preflight: { ...preflight, seen: red }, fix, migrates: false }))).toEqual({ kind: 'create-deployment', allAtOnce: false, alarms: ['hosts'] });
  expect(decide(situation({ preflight: { ...preflight, seen: red }, fix }))).toEqual({ kind: 'migrate' });
});

test('a deployment that follows migrations still leaves out what is fixed', () => {
  const progress: Progress = { at: 'migrating', task: 't', sinceLook: 0 };
  const migration = { status: 'ended', exitCode: 0, why: '' } as const;
  expect(decide(situation({ preflight: { ...preflight, seen: undefined }, fix, progress, migration }))).toEqual({ kind: 'create-deployment', allAtOnce: false, alarms: ['hosts'] });
});

test('it refuses a fix that cannot be read, and one where nothing looks at alarms', () => {
  const unread = { ok: false, problems: [{ path: 'Fixes.Reason', message: 'must be the reason' }] } as const;
  expect(decide(situation({ preflight, fix: unread }))).toMatchObject({ status: 'FAILED', reason: expect.stringContaining('Fixes.Reason must be the reason') });
  expect(decide(situation({ fix }))).toMatchObject({ status: 'FAILED', reason: expect.stringContaining('leave Fixes out') });
});
