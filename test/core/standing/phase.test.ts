import { phaseOf, type DeploymentFacts, type TargetFacts } from '../../../lib/core/standing/phase';
import { instant, minutes, type Instant } from '../../../lib/core/units';

const NAMES = ['BeforeInstall', 'Install', 'AfterInstall', 'AllowTestTraffic', 'AfterAllowTestTraffic', 'BeforeAllowTraffic', 'AllowTraffic', 'AfterAllowTraffic'];
const ENDED: Instant = instant(minutes(60));

/** The target while `event` is as it is said; those before it have succeeded. */
function target(event: string, status: string, own = 'InProgress'): TargetFacts {
  const at = NAMES.indexOf(event);
  return { status: own, events: NAMES.map((name, index) => ({ name, status: index < at ? 'Succeeded' : index === at ? status : 'Pending', endedAt: index < at || (index === at && status === 'Succeeded') ? ENDED : undefined })) };
}
const facts = (changes: Partial<DeploymentFacts> = {}): DeploymentFacts =>
  ({ status: 'InProgress', error: undefined, target: undefined, terminationWaitMinutes: 30, rollback: undefined, rollsBack: true, ...changes });

test.each<[string, DeploymentFacts, ReturnType<typeof phaseOf>]>([
  ['that has no target yet has just begun', facts({ status: 'Created' }), { at: 'beginning' }],
  ['whose events are all pending has just begun', facts({ target: target('BeforeInstall', 'Pending') }), { at: 'beginning' }],
  ['is at the event that runs', facts({ target: target('AllowTraffic', 'InProgress') }), { at: 'event', event: 'AllowTraffic' }],
  ['between two events is at the one that has ended', facts({ target: target('AfterInstall', 'Pending') }), { at: 'event', event: 'Install' }],
  ['waits for somebody when it is Ready', facts({ status: 'Ready', target: target('AfterAllowTestTraffic', 'Succeeded') }), { at: 'ready' }],
  ['bakes when its target has succeeded and it has not', facts({ target: target('AfterAllowTraffic', 'Succeeded', 'Succeeded') }), { at: 'baking', until: instant(minutes(90)) }],
  ['bakes by its other name too', facts({ status: 'Baking', target: target('AfterAllowTraffic', 'Succeeded', 'Succeeded') }), { at: 'baking', until: instant(minutes(90)) }],
  ['bakes although nobody says since when', facts({ target: { status: 'Succeeded', events: [] } }), { at: 'baking', until: undefined }],
  ['that has succeeded is promoted', facts({ status: 'Succeeded' }), { at: 'promoted' }],
])('a deployment %s', (_, asked, phase) => {
  expect(phaseOf(asked)).toEqual(phase);
});

describe('a deployment that has ended early', () => {
  const stopped = { status: 'Stopped', target: target('AllowTraffic', 'Failed', 'Failed'), error: { code: 'ALARM_ACTIVE', message: 'errors is red' } };

  test('says where and why', () => {
    expect(phaseOf(facts(stopped))).toMatchObject({ at: 'ended', because: 'stopped in AllowTraffic: ALARM_ACTIVE, errors is red' });
    expect(phaseOf(facts({ status: 'Failed' }))).toMatchObject({ because: 'failed: no reason given' });
  });

  test.each<[string, Partial<DeploymentFacts>, object]>([
    ['is awaited until it is linked', {}, { kind: 'awaited' }],
    ['is none where nothing had begun, as at a birth under a red alarm', { target: undefined }, { kind: 'none' }],
    ['is none where Install was never reached', { target: target('BeforeInstall', 'Failed', 'Failed') }, { kind: 'none' }],
    ['is none in a group that does not roll back', { rollsBack: false }, { kind: 'none' }],
    ['runs', { rollback: { id: 'd-2', status: 'InProgress' } }, { kind: 'running', id: 'd-2' }],
    ['has succeeded', { rollback: { id: 'd-2', status: 'Succeeded' } }, { kind: 'succeeded', id: 'd-2' }],
    ['has failed', { rollback: { id: 'd-2', status: 'Failed' } }, { kind: 'failed', id: 'd-2' }],
    ['was stopped, which is no success', { rollback: { id: 'd-2', status: 'Stopped' } }, { kind: 'failed', id: 'd-2' }],
  ])('its rollback %s', (_, changes, rollback) => {
    expect(phaseOf(facts({ ...stopped, ...changes }))).toMatchObject({ at: 'ended', rollback });
  });
});
