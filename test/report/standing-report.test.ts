import type { Standing } from '../../lib/core/standing/standing';
import { instant, minutes } from '../../lib/core/units';
import { plainText } from '../../lib/report/plain-text';
import { standingReport } from '../../lib/report/standing-report';

const baking: Standing = {
  stage: 'production', service: 'api', now: instant(minutes(10)), red: [],
  taskSets: [{ id: 't2', status: 'PRIMARY', release: 'r2', running: 3, desired: 3, share: 100 }, { id: 't1', status: 'ACTIVE', release: 'r1', running: 3, desired: 3, share: 0 }],
  deployment: { id: 'd-2', createdAt: instant(0), description: 'changeover', takesBack: undefined, watchedBy: undefined, phase: { at: 'baking', until: instant(minutes(22)) } },
  releaseStack: { kind: 'there', name: 'production-ApiRelease', status: 'UPDATE_COMPLETE', release: 'r2', agrees: true },
};
const text = (standing: Partial<Standing>): string => plainText(standingReport({ ...baking, ...standing }), { width: 400 });

test('a release that bakes: who has the customers, and how long going back takes seconds', () => {
  expect(text({})).toBe(`api in production
=================

task set  release  tasks  customers
--------  -------  -----  ---------
PRIMARY   r2         3/3      100 %
ACTIVE    r1         3/3        0 %

deployment     d-2: bakes for another 12 min, until 1970-01-01 00:22 UTC
red alarms     none
release stack  production-ApiRelease is in UPDATE_COMPLETE with r2
`);
});

const back: Partial<Standing> = {
  taskSets: [{ id: 't1', status: 'PRIMARY', release: 'r1', running: 3, desired: 3, share: 100 }],
  deployment: { ...baking.deployment!, phase: { at: 'ended', because: 'stopped: ALARM_ACTIVE', rollback: { kind: 'succeeded', id: 'd-3' } } },
  releaseStack: { kind: 'there', name: 'production-ApiRelease', status: 'UPDATE_COMPLETE', release: 'r2', agrees: false },
};

test('a release that was taken back in its bake: the stack says one thing and customers are on another', () => {
  expect(text(back)).toContain('The release stack holds r2, and customers are on r1: the deployment was taken back');
});

test('no disagreement is said of while something goes on: the stack is ahead then', () => {
  expect(text({ ...back, deployment: { ...baking.deployment!, phase: { at: 'event', event: 'Install' } } })).not.toContain('customers are on');
  expect(text({ ...back, releaseStack: { kind: 'there', name: 'production-ApiRelease', status: 'UPDATE_ROLLBACK_IN_PROGRESS', release: 'r2', agrees: false } })).not.toContain('customers are on');
});

test('a new stage, a red alarm, and a release that not every alarm watches are told as such', () => {
  expect(text({ taskSets: [{ id: 't0', status: 'PRIMARY', release: undefined, running: 1, desired: 1, share: undefined }], deployment: undefined, releaseStack: { kind: 'none', name: 'production-ApiRelease' } })).toMatch(/\(placeholder\).*no rule[^]*none yet[^]*production-ApiRelease is not there/);
  expect(text({ red: ['errors'], deployment: { ...baking.deployment!, watchedBy: ['hosts'], description: 'fixes errors: uses fail' } })).toMatch(/watched by\s+hosts \(fixes errors: uses fail\)[^]*red alarms\s+errors/);
});
