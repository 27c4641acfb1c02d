import { judgeRunning, type RunningEvidence, type RunningTask } from '../../../lib/core/evidence/judge-running';

const digest = (letter: string): string => `sha256:${letter.repeat(64)}`;
const image = `111111111111.dkr.ecr.ap-northeast-2.amazonaws.com/production/api@${digest('a')}`;
const task = (id: string, change: Partial<RunningTask> = {}): RunningTask => ({ id, taskDefinition: 'arn:api:7', running: true, containers: [{ name: 'api', image, digest: digest('a') }], ...change });
const container = (change: Partial<RunningTask['containers'][number]>): Partial<RunningTask> => ({ containers: [{ name: 'api', image, digest: digest('a'), ...change }] });
const evidence = (tasks: readonly RunningTask[], change: Partial<RunningEvidence> = {}): RunningEvidence => ({ wanted: { taskDefinition: 'arn:api:7', images: { api: image } }, desired: tasks.length, tasks, ...change });

test('every task from the images that the deployment names, and none other, passes', () => {
  expect(judgeRunning(evidence([task('1'), task('2')]))).toEqual({ verdict: 'passed', reasons: [] });
});

test.each<readonly [string, readonly RunningTask[], Partial<RunningEvidence>, string, RegExp]>([
  ['no task', [], { desired: 2 }, 'inconclusive', /^no task of green runs$/],
  ['none that runs', [task('1', { running: false })], {}, 'inconclusive', /^no task of green runs$/],
  ['fewer tasks than there should be', [task('1')], { desired: 2 }, 'inconclusive', /^1 of 2 tasks of green run$/],
  ['a task that is still starting', [task('1'), task('2', { running: false })], {}, 'inconclusive', /^1 of 2 tasks/],
  ['a task of another revision', [task('1'), task('2', { taskDefinition: 'arn:api:6' })], {}, 'failed', /^task 2 runs arn:api:6, and the deployment names arn:api:7$/],
  ['one of another revision that has not even started', [task('1'), task('2', { taskDefinition: 'arn:api:6', running: false })], {}, 'failed', /^task 2 runs arn:api:6/],
  ['another image', [task('1', container({ image: 'elsewhere/api:latest' }))], {}, 'failed', /^api of task 1 runs elsewhere\/api:latest, and its definition names 1111/],
  ['another content under the same name', [task('1'), task('2', container({ digest: digest('b') }))], {}, 'failed', /^api of task 2 was pulled as sha256:b+, and its definition names sha256:a+$/],
  ['a container that is missing', [task('1', { containers: [] })], {}, 'failed', /^task 1 has no container api$/],
  ['two contents of one tag', [task('1', container({ image: 'api:one' })), task('2', container({ image: 'api:one', digest: digest('b') }))], { wanted: { taskDefinition: 'arn:api:7', images: { api: 'api:one' } } }, 'failed', /^api is not the same image in all tasks: sha256:a+, sha256:b+$/],
])('with %s it is not what was deployed', (_, tasks, change, verdict, reason) => {
  const judgement = judgeRunning(evidence(tasks, change));
  expect(judgement.verdict).toBe(verdict);
  expect(judgement.reasons[0]).toMatch(reason);
});

test('an image that was not pulled yet, or is named by a tag, is held against its name alone', () => {
  expect(judgeRunning(evidence([task('1', container({ digest: undefined }))])).verdict).toBe('passed');
  const byTag = { wanted: { taskDefinition: 'arn:api:7', images: { api: 'api:one' } } };
  expect(judgeRunning(evidence([task('1', container({ image: 'api:one' })), task('2', container({ image: 'api:one' }))], byTag)).verdict).toBe('passed');
});

test('what is wrong comes before what is missing, and makes the verdict', () => {
  expect(judgeRunning(evidence([task('1', { taskDefinition: 'arn:api:6' })], { desired: 3 }))).toMatchObject({ verdict: 'failed', reasons: [expect.stringContaining('arn:api:6'), expect.stringContaining('1 of 3')] });
});
