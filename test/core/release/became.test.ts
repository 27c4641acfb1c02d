import { becameOf } from '../../../lib/core/release/became';
import type { DeploymentView, Decision, Progress } from '../../../lib/core/release/situation';

const answer: Decision = { kind: 'answer', status: 'SUCCESS', reason: 'it is there' };
const deploying: Progress = { at: 'deploying', deploymentId: 'd-1', sinceLook: 0 };
const ending = (andThen: 'fail' | 'end' | 'start-over' | 'succeed'): Progress => ({ at: 'ending', deploymentId: 'd-1', because: '', sinceLook: 0, andThen });
const ended: DeploymentView = { status: 'ended', why: 'an alarm', rollback: { kind: 'none' } };

test.each<[string, Progress, DeploymentView | undefined, Decision, readonly string[]]>([
  ['has all traffic', deploying, { status: 'shifted' }, answer, ['deployed']],
  ['is found with its bake over', deploying, { status: 'succeeded' }, answer, ['deployed', 'baked']],
  ['has baked', { at: 'baking', deploymentId: 'd-1' }, { status: 'succeeded' }, { kind: 'retire-workers' }, ['deployed', 'baked']],
  ['was taken back', deploying, ended, answer, ['taken-back']],
  ['was taken back in its bake', { at: 'baking', deploymentId: 'd-1' }, ended, { kind: 'end' }, ['taken-back']],
  ['was taken back, and its rollback was waited for', ending('fail'), ended, answer, ['taken-back']],
  ['was taken back in its bake, and its rollback was waited for', ending('end'), ended, { kind: 'end' }, ['taken-back']],
  ['still goes back', ending('fail'), { status: 'running', installing: false }, answer, []],
  ['was stopped for another request', ending('start-over'), ended, answer, []],
  ['was stopped because its stack goes away', ending('succeed'), ended, answer, []],
  ['is on its way', deploying, { status: 'running', installing: true }, { kind: 'wait' }, []],
  ['is waited for', deploying, ended, { kind: 'wait' }, []],
  ['was never begun', { at: 'starting' }, undefined, answer, []],
])('of a deployment that %s the ledger is told just that', (_, progress, deployment, decision, told) => {
  expect(becameOf({ progress, deployment }, decision).map(({ kind }) => kind)).toEqual(told);
});
