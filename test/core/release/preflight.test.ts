import type { Fix } from '../../../lib/core/release/fix';
import type { AlarmView, Inspection, RouteView } from '../../../lib/core/release/inspection';
import { fixRecord, refusals, type Flight } from '../../../lib/core/release/preflight';

const [one, two] = ['one', 'two'].map((name) => `arn:aws:elasticloadbalancing:r:1:targetgroup/${name}/6d0ecf831eec9f09`) as [string, string];
const terms = '>= 5 in 1 of 3 periods, notBreaching without data';
const expected = { alarms: { errors: terms, hosts: terms } };
const alarm = (name: string, changes: Partial<AlarmView> = {}): AlarmView => ({ name, state: 'OK', actionsEnabled: true, because: 'no datapoint was above', terms, ...changes });
const route = (weights: readonly (readonly [string, number])[], name: RouteView['route'] = 'production'): RouteView =>
  ({ route: name, weights: weights.map(([targetGroup, weight]) => ({ targetGroup, weight })) });

/** A stage on which a release may begin. */
const sound: Inspection = {
  group: {
    alarms: { enabled: true, ignorePollAlarmFailure: false, names: ['errors', 'hosts'] },
    rollback: { enabled: true, events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM', 'DEPLOYMENT_STOP_ON_REQUEST'] },
  },
  alarms: [alarm('errors'), alarm('hosts')],
  routes: [route([[one, 100], [two, 0]]), route([[one, 100], [two, 0]], 'test')],
  primary: { taskDefinition: 'api:7', active: true, targetGroup: one },
  requests: { count: 12, hours: 24 },
  stacks: [{ name: 'production-Data', status: 'UPDATE_COMPLETE' }, { name: 'production-Api', status: 'CREATE_COMPLETE' }],
};

const flight = (seen: Partial<Inspection> = {}, more: Partial<Flight> = {}): Flight => ({ seen: { ...sound, ...seen }, expected, fix: undefined, probed: true, first: false, ...more });
const group = (changes: { readonly alarms?: Partial<Inspection['group']['alarms']>; readonly rollback?: Partial<Inspection['group']['rollback']> }): Partial<Inspection> =>
  ({ group: { alarms: { ...sound.group.alarms, ...changes.alarms }, rollback: { ...sound.group.rollback, ...changes.rollback } } });

test('a stage that is as it was deployed and in order is begun on', () => {
  expect(refusals(flight())).toEqual([]);
});

test.each<readonly [string, Partial<Inspection>, RegExp]>([
  ['a topology stack that is being changed', { stacks: [{ name: 'production-Data', status: 'UPDATE_IN_PROGRESS' }] }, /production-Data is being changed \(UPDATE_IN_PROGRESS\): wait/],
  ['one that still cleans up', { stacks: [{ name: 'production-Data', status: 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS' }] }, /being changed/],
  ['one that is stuck', { stacks: [{ name: 'production-Api', status: 'UPDATE_ROLLBACK_FAILED' }] }, /production-Api is in UPDATE_ROLLBACK_FAILED: bring it to an end/],
  ['one that is gone', { stacks: [{ name: 'production-Api', status: undefined }] }, /production-Api is not there: deploy/],
  ['a group whose alarms are switched off', group({ alarms: { enabled: false } }), /alarms of the deployment group are switched off: somebody/],
  ['a group that carries on when alarms cannot be read', group({ alarms: { ignorePollAlarmFailure: true } }), /goes on when alarms cannot be read/],
  ['a group that forgot an alarm', group({ alarms: { names: ['errors'] } }), /does not listen to the alarm hosts/],
  ["a group that listens to somebody else's", group({ alarms: { names: ['errors', 'hosts', 'theirs'] } }), /listens to theirs, which is none of its alarms/],
  ['a group that does not roll back on an alarm', group({ rollback: { events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_REQUEST'] } }), /does not roll back on DEPLOYMENT_STOP_ON_ALARM: /],
  ['a group that never rolls back', group({ rollback: { enabled: false } }), /DEPLOYMENT_FAILURE, DEPLOYMENT_STOP_ON_ALARM, DEPLOYMENT_STOP_ON_REQUEST/],
  ['an alarm that is gone', { alarms: [alarm('errors')] }, /alarm hosts does not exist/],
  ['an alarm that tells nobody', { alarms: [alarm('errors'), alarm('hosts', { actionsEnabled: false })] }, /actions of the alarm hosts are switched off/],
  ['an alarm that fires later', { alarms: [alarm('errors', { terms: terms.replace('5', '500') }), alarm('hosts')] }, /alarm errors fires at >= 500 in 1 of 3 periods, .*, and was deployed to fire at >= 5 in 1 of 3 periods, .*: set it back/],
  ['an alarm that is red', { alarms: [alarm('errors', { state: 'ALARM', because: '12 was above 3' }), alarm('hosts')] }, /alarm errors is red \(12 was above 3\): wait/],
  ['a production rule in the middle of a shift', { routes: [route([[one, 90], [two, 10]])] }, /production listener must send everything to one,.*one 90, two 10: somebody/],
  ['a production rule on the other group', { routes: [route([[one, 0], [two, 100]])] }, /one 0, two 100/],
  ['a test rule that was left behind', { routes: [route([[one, 0], [two, 100]], 'test')] }, /rule of the test listener must send everything to one/],
  ['a rule that forwards to nothing', { routes: [route([])] }, /its weights are none/],
  ['a rule that is gone', { routes: [{ route: 'test', weights: undefined }] }, /rule of the test listener is gone/],
  ['a running definition that is deregistered', { primary: { taskDefinition: 'api:7', active: false, targetGroup: one } }, /could not be gone back to: its task definition api:7 is deregistered/],
  ['a service that nobody asks', { requests: { count: 0, hours: 24 } }, /no request to the running release in the last 24 hours/],
])('refused once, and told what to do: %s', (_, seen, why) => {
  const said = refusals(flight(seen));
  expect(said).toEqual([expect.stringMatching(why)]);
  expect(said[0]).toMatch(/: .*(deploy|wait|set|bring|enable|release|find out)/);
});

test.each(['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE', 'IMPORT_COMPLETE', 'IMPORT_ROLLBACK_COMPLETE'])('a stack in %s stands', (status) => {
  expect(refusals(flight({ stacks: [{ name: 'production-Api', status }] }))).toEqual([]);
});

test.each(['CREATE_FAILED', 'ROLLBACK_COMPLETE', 'ROLLBACK_FAILED', 'UPDATE_FAILED', 'DELETE_FAILED', 'REVIEW_IN_PROGRESS', 'UPDATE_ROLLBACK_IN_PROGRESS', 'A_NEW_WORD'])('a stack in %s does not', (status) => {
  expect(refusals(flight({ stacks: [{ name: 'production-Api', status }] }))).toHaveLength(1);
});

test('an alarm that has no data yet is not red', () => {
  expect(refusals(flight({ alarms: [alarm('errors', { state: 'INSUFFICIENT_DATA' }), alarm('hosts')] }))).toEqual([]);
});

test('the placeholder has had no requests, and needs none', () => {
  expect(refusals(flight({ requests: { count: 0, hours: 24 } }, { first: true }))).toEqual([]);
});

test('a group that is made without alarms has to be without', () => {
  const none = { expected: { alarms: {} } };
  expect(refusals(flight({ ...group({ alarms: { enabled: false } }), alarms: [] }, none))).toEqual([]);
  expect(refusals(flight({ ...group({ alarms: { names: ['theirs'] } }), alarms: [] }, none))).toEqual([expect.stringContaining('theirs')]);
});

test('everything that is wrong is said at once', () => {
  const said = refusals(flight({
    ...group({ alarms: { ignorePollAlarmFailure: true }, rollback: { enabled: false } }), alarms: [alarm('errors', { state: 'ALARM' }), alarm('hosts', { actionsEnabled: false })],
    routes: [route([[two, 100]])], primary: { taskDefinition: 'api:7', active: false, targetGroup: one }, requests: { count: 0, hours: 24 }, stacks: [{ name: 'production-Api', status: 'UPDATE_IN_PROGRESS' }],
  }));
  expect(said).toHaveLength(8);
});

test('without anything that serves, only that is for others to say', () => {
  expect(refusals(flight({ primary: undefined, requests: { count: 0, hours: 24 } }))).toEqual([]);
});

describe('a release that fixes what an alarm is red for', () => {
  const redErrors = { alarms: [alarm('errors', { state: 'ALARM' }), alarm('hosts')] };
  const fix = (...alarms: readonly string[]): Fix => ({ alarms, reason: 'uses fail' });

  test('begins, when it names exactly this one', () => {
    expect(refusals(flight(redErrors, { fix: fix('errors') }))).toEqual([]);
  });

  test('may name one that is not red at the moment, because alarms flap', () => {
    expect(refusals(flight({}, { fix: fix('errors') }))).toEqual([]);
  });

  test.each<readonly [string, Flight, RegExp]>([
    ['another one is red too', flight({ alarms: [alarm('errors', { state: 'ALARM' }), alarm('hosts', { state: 'ALARM' })] }, { fix: fix('errors') }), /alarm hosts is red/],
    ['it names one that the group does not have', flight(redErrors, { fix: fix('errors', 'erors') }), /names erors in Fixes.*\(errors, hosts\)/],
    ['it names all of them', flight(redErrors, { fix: fix('errors', 'hosts') }), /at least one has to watch/],
    ['nothing probes it before it has customers', flight(redErrors, { fix: fix('errors'), probed: false }), /must be probed/],
    ['the alarm that it names was made weaker', flight({ alarms: [alarm('errors', { terms: terms.replace('1 of 3', '3 of 3') }), alarm('hosts')] }, { fix: fix('errors') }), /alarm errors fires at .* 3 of 3/],
    ['something else is wrong', flight({ ...redErrors, requests: { count: 0, hours: 24 } }, { fix: fix('errors') }), /no request/],
  ])('is refused when %s', (_, asked, why) => {
    expect(refusals(asked)).toEqual([expect.stringMatching(why)]);
  });

  test('leaves a record of what was red then', () => {
    expect(fixRecord(fix('errors', 'hosts'), { ...sound, ...redErrors })).toMatchObject({ level: 'warn', alarms: ['errors', 'hosts'], red: ['errors'], reason: 'uses fail' });
  });
});
