import { propose, type Intervention } from '../../../lib/core/standing/interventions';
import type { Phase, StandingDeployment, StandingTaskSet } from '../../../lib/core/standing/standing';
import { verdictOn } from '../../../lib/core/standing/verdict';
import { instant } from '../../../lib/core/units';

const deployment = (phase: Phase, takesBack?: string): StandingDeployment => ({ id: 'd-1', createdAt: instant(0), description: '', takesBack, watchedBy: undefined, phase });
const taskSet = (status: StandingTaskSet['status'], release: string | undefined): StandingTaskSet => ({ id: status, status, release, running: 3, desired: 3, share: 50 });
const beforeShift = [taskSet('PRIMARY', 'r1'), taskSet('ACTIVE', 'r2')];
const afterShift = [taskSet('PRIMARY', 'r2'), taskSet('ACTIVE', 'r1')];
const phases: Readonly<Record<'beginning' | 'event' | 'ready' | 'baking' | 'promoted' | 'ended', Phase>> = {
  beginning: { at: 'beginning' }, event: { at: 'event', event: 'Install' }, ready: { at: 'ready' }, baking: { at: 'baking', until: undefined }, promoted: { at: 'promoted' },
  ended: { at: 'ended', because: 'stopped: ALARM_ACTIVE', rollback: { kind: 'succeeded', id: 'd-2' } },
};

const possible: Readonly<Record<Intervention, readonly (keyof typeof phases)[]>> = { stop: ['beginning', 'event', 'ready', 'baking'], continue: ['ready'], 'end-bake': ['baking'] };

test.each((Object.keys(possible) as Intervention[]).flatMap((intervention) => (Object.keys(phases) as (keyof typeof phases)[]).map((phase) => [intervention, phase] as const)))('%s, while a deployment is %s', (intervention, phase) => {
  const proposal = propose(intervention, { deployment: deployment(phases[phase]), taskSets: beforeShift });
  expect(proposal.kind).toBe(possible[intervention].includes(phase) ? 'possible' : 'impossible');
  expect(JSON.stringify(proposal)).toContain('d-1');
});

test('whoever is asked reads which release loses its customers', () => {
  expect(propose('stop', { deployment: deployment(phases.event), taskSets: beforeShift })).toMatchObject({ effect: expect.stringMatching(/all customers are on r1, and the tasks of r2 end/) });
  expect(propose('stop', { deployment: deployment(phases.baking), taskSets: afterShift })).toMatchObject({ effect: expect.stringMatching(/all customers are on r1, and the tasks of r2 end/) });
  expect(propose('end-bake', { deployment: deployment(phases.baking), taskSets: afterShift })).toMatchObject({ effect: expect.stringMatching(/the tasks of r1 end/) });
  expect(propose('continue', { deployment: deployment(phases.ready), taskSets: beforeShift })).toMatchObject({ effect: expect.stringMatching(/customers begin to reach r2/) });
});

test('a rollback is left alone, and where nothing was deployed there is nothing to do', () => {
  expect(propose('stop', { deployment: deployment(phases.event, 'd-0'), taskSets: beforeShift })).toEqual({ kind: 'impossible', why: 'd-1 is the rollback of d-0: let it end, it takes seconds' });
  expect(propose('stop', { deployment: undefined, taskSets: [] })).toMatchObject({ kind: 'impossible' });
});

test.each<[string, StandingDeployment, boolean | undefined]>([
  ['begins', deployment(phases.beginning), undefined], ['runs', deployment(phases.event), undefined], ['waits', deployment(phases.ready), undefined], ['bakes', deployment(phases.baking), undefined],
  ['is promoted', deployment(phases.promoted), true], ['is a rollback that ended well', deployment(phases.promoted, 'd-0'), false], ['was taken back', deployment(phases.ended), false],
  ['waits for its rollback', deployment({ at: 'ended', because: '', rollback: { kind: 'awaited' } }), undefined], ['is being taken back', deployment({ at: 'ended', because: '', rollback: { kind: 'running', id: 'd-2' } }), undefined],
  ['could not be taken back', deployment({ at: 'ended', because: '', rollback: { kind: 'failed', id: 'd-2' } }), false], ['had nothing to take back', deployment({ at: 'ended', because: '', rollback: { kind: 'none' } }), false],
])('the verdict on a deployment that %s', (_, asked, promoted) => {
  expect(verdictOn(asked)?.promoted).toBe(promoted);
});

test('the verdict says why, and where the customers are', () => {
  expect(verdictOn(deployment(phases.ended))?.said).toBe('deployment d-1 stopped: ALARM_ACTIVE; all customers are on the release before (rollback d-2)');
});
