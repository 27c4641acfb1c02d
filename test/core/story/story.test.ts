import { changedBetween } from '../../../lib/core/story/changed';
import { momentsOf } from '../../../lib/core/story/moments';
import { nextSteps } from '../../../lib/core/story/next-steps';
import type { Story } from '../../../lib/core/story/story';
import { trafficSpan, type ToldTimes } from '../../../lib/core/story/traffic-span';
import type { StandingDeployment } from '../../../lib/core/standing/standing';
import { instant } from '../../../lib/core/units';
import { a, ledgerOf, recorded } from '../../support/ledger';

const at = instant;
const times: ToldTimes = {
  createdAt: at(0), completedAt: at(90), rollback: undefined,
  events: [
    { name: 'Install', status: 'Succeeded', startedAt: at(10), endedAt: at(20) }, { name: 'AllowTraffic', status: 'Succeeded', startedAt: at(30), endedAt: at(40) },
    { name: 'AfterAllowTraffic', status: 'Failed', startedAt: at(40), endedAt: at(45) }, { name: 'Nothing', status: 'Pending', startedAt: undefined, endedAt: undefined },
  ],
};
const rollback = { id: 'd-BACK', createdAt: at(91), completedAt: at(99) };
const ended = (because: string, kind: 'none' | 'succeeded' | 'failed' = 'succeeded'): StandingDeployment['phase'] => ({ at: 'ended', because, rollback: kind === 'none' ? { kind } : { kind, id: 'd-BACK' } });
const deployment = (phase: StandingDeployment['phase'], more: Partial<StandingDeployment> = {}): StandingDeployment => ({ id: 'd-1', createdAt: at(0), description: '', takesBack: undefined, watchedBy: undefined, phase, ...more });
const story = (phase: StandingDeployment['phase'], more: Partial<Story> = {}): Story => ({
  stage: 'production', service: 'api', deployment: deployment(phase), release: a(2).release, before: a(1).release, changed: { kind: 'unknown', why: '' }, moments: [], alarms: [], traffic: undefined, now: at(100), ...more,
});

test.each<readonly [string, Partial<ToldTimes>, StandingDeployment['phase'], readonly [number, number] | undefined]>([
  ['from the shift until its rollback is over', { rollback }, ended('stopped: ALARM_ACTIVE'), [30, 99]],
  ['until now, while its rollback runs', { rollback: { ...rollback, completedAt: undefined } }, ended('stopped: ALARM_ACTIVE'), [30, 200]],
  ['until its end, when nothing was put back', {}, ended('failed', 'none'), [30, 90]],
  ['until now, while it bakes', { completedAt: undefined }, { at: 'baking', until: undefined }, [30, 200]],
  ['until its end, when it has ended well', {}, { at: 'promoted' }, [30, 90]],
  ['never, when it failed before', { events: times.events.slice(0, 1), rollback }, ended('failed in Install'), undefined],
])('customers reach it %s', (_, more, phase, span) => {
  expect(trafficSpan({ ...times, ...more }, { phase }, at(200))).toEqual(span && { from: span[0], to: span[1] });
});

test('what happened is told in the order of time, with what it ended in', () => {
  expect(momentsOf('d-1', { ...times, rollback }).map(({ at: when, what }) => `${when} ${what}`)).toEqual([
    '0 d-1 was created', '10 Install began', '20 Install ended well', '30 AllowTraffic began', '40 AllowTraffic ended well', '40 AfterAllowTraffic began', '45 AfterAllowTraffic ended: Failed',
    '90 d-1 was over', '91 its rollback d-BACK began', '99 its rollback d-BACK was over',
  ]);
});

test('alarms that fired while it lived stand among what happened, each with its reason', () => {
  const turns = [{ name: 'errors', at: at(50), state: 'ALARM', because: '5 > 3' }, { name: 'errors', at: at(95), state: 'OK', because: 'few' }, { name: 'slow', at: at(60), state: 'ALARM', because: '' }];
  expect(momentsOf('d-1', times, turns).filter(({ at: when }) => when >= 50).map(({ at: when, what }) => `${when} ${what}`)).toEqual([
    '50 the alarm errors fired: 5 > 3', '60 the alarm slow fired', '90 d-1 was over', '95 the alarm errors became OK',
  ]);
});

test('what changed is what the ledger knows of both releases', () => {
  const migrations = [...recorded(1).migrations, { name: '0002-drop-notes', shape: 'contract' as const }];
  const chain = ledgerOf([recorded(1), recorded(2, { migrations })]);
  expect(changedBetween(chain, a(2).release, a(1).release)).toEqual({ kind: 'told', commits: ['1'.repeat(40), '2'.repeat(40)], images: [a(1).image, a(2).image], migrations: migrations.slice(1) });
  expect(changedBetween(chain, a(2).release, undefined)).toEqual({ kind: 'told', commits: undefined, images: undefined, migrations });
  expect(changedBetween(chain, 'r9', a(1).release)).toEqual({ kind: 'unknown', why: 'the ledger does not know r9' });
});

test.each<readonly [string, Story, readonly RegExp[]]>([
  ['a rollback that failed comes first', story(ended('stopped: ALARM_ACTIVE, x', 'failed')), [/^now: its rollback d-BACK did not succeed/, /^look at the alarm/, /^build the repair/]],
  ['a hook that refused it', story(ended('failed in AfterAllowTestTraffic: HOOK_EXECUTION_FAILURE, x')), [/^read the log of the function that refused it/, /^build/]],
  ['a person who stopped it', story(ended('stopped: MANUAL_STOP, x')), [/^ask whoever stopped it/, /^build/]],
  ['something that did not answer', story(ended('failed: TIMEOUT, x')), [/^something did not answer in its time/, /^build/]],
  ['tasks that did not come up', story(ended('failed in Install: ECS_UPDATE_ERROR, x')), [/^its tasks did not come up/, /^build/]],
  ['a permission', story(ended('failed: IAM_ROLE_PERMISSIONS, x')), [/^a permission is missing/, /^build/]],
  ['customers who were harmed', story(ended('x'), { traffic: { from: at(0), to: at(1), groups: [], unanswered: 3 } }), [/^tell those who were harmed/, /^build/]],
  ['nobody who was harmed', story(ended('x'), { traffic: { from: at(0), to: at(1), groups: [], unanswered: 0 } }), [/^build/]],
  ['a bake', story({ at: 'baking', until: undefined }), [/^it bakes/, /^changeover wait/]],
  ['a release that stayed', story({ at: 'promoted' }), [/it can be gone back to with changeover rollback$/]],
  ['a rollback itself', story({ at: 'promoted' }, { deployment: deployment({ at: 'promoted' }, { takesBack: 'd-0' }) }), [/^it put back what d-0 had changed/]],
])('what to do next, with %s', (_, one, expected) => {
  expect(nextSteps(one)).toEqual(expected.map((step) => expect.stringMatching(step)));
});
