import { decide } from '../../../lib/core/release/decide';
import type { ActiveDeployment, AndThen, DeploymentView, Progress, RequestKind, RollbackView, Situation, TaskSetView } from '../../../lib/core/release/situation';

const blue: TaskSetView = { status: 'PRIMARY', wanted: false, placeholder: false, broughtBy: 'd-0' };
const theirs: ActiveDeployment = { id: 'd-7', isRollback: false, ofThisUpdate: false };
const rollback: ActiveDeployment = { id: 'd-8', isRollback: true, ofThisUpdate: false };
const limits = { secondsPerLook: 15, migrationsMinutes: 5, installMinutes: 10, totalMinutes: 55 };

/** An update to a release that the service does not run, looked at for the first time. */
function situation(changes: Partial<Situation> = {}): Situation {
  return {
    request: 'Update', progress: { at: 'starting' }, taskSets: [blue], active: undefined, ours: undefined, deployment: undefined, migration: undefined,
    migrates: true, lease: undefined, topology: { wanted: 't1', running: 't1' }, look: 0, limits, ...changes,
  };
}

const deploying = (sinceLook = 0): Progress => ({ at: 'deploying', deploymentId: 'd-1', sinceLook });
const ending = (andThen: AndThen, sinceLook = 0): Progress => ({ at: 'ending', deploymentId: 'd-1', because: 'it was bad', sinceLook, andThen });
const ended = (rollback: RollbackView): DeploymentView => ({ status: 'ended', why: 'stopped: ALARM_ACTIVE', rollback });
const back: RollbackView = { kind: 'ended', id: 'd-2', succeeded: true };

describe('a request that has just come in', () => {
  test('migrates before it deploys', () => {
    expect(decide(situation())).toEqual({ kind: 'migrate' });
  });

  test('deploys at once when there is nothing to migrate', () => {
    expect(decide(situation({ migrates: false }))).toEqual({ kind: 'create-deployment', allAtOnce: false });
    expect(decide(situation({ migrates: false, taskSets: [{ ...blue, placeholder: true }] }))).toEqual({ kind: 'create-deployment', allAtOnce: true });
  });

  test('answers at once when the service already runs the release, as it does when a stack rolls back after CodeDeploy has', () => {
    expect(decide(situation({ taskSets: [{ ...blue, wanted: true }] }))).toMatchObject({ kind: 'answer', status: 'SUCCESS' });
  });

  test('goes on with the deployment that an earlier try of the same request has created', () => {
    expect(decide(situation({ active: theirs, ours: 'd-7' }))).toEqual({ kind: 'follow', deploymentId: 'd-7' });
  });

  test("is refused while somebody else's deployment runs, and says which", () => {
    const decision = decide(situation({ active: theirs }));
    expect(decision).toMatchObject({ kind: 'answer', status: 'FAILED', reason: expect.stringContaining('d-7') });
  });

  test('follows a deployment that brings the very release already: so a stack that goes back while it bakes leaves it alone', () => {
    for (const status of ['PRIMARY', 'ACTIVE'] as const) {
      const taskSets: readonly TaskSetView[] = [{ ...blue, status, wanted: true, broughtBy: 'd-7' }, { ...blue, status: 'ACTIVE' }];
      expect(decide(situation({ active: theirs, taskSets }))).toEqual({ kind: 'follow', deploymentId: 'd-7' });
    }
  });

  test('waits for a rollback to end, which must not be stopped, but not for ever', () => {
    for (const wanted of [true, false]) {
      const taskSets: readonly TaskSetView[] = [{ ...blue, wanted }];
      expect(decide(situation({ active: rollback, taskSets }))).toEqual({ kind: 'wait' });
      expect(decide(situation({ active: rollback, taskSets, look: 60 }))).toMatchObject({ kind: 'answer', status: 'FAILED', reason: expect.stringContaining('d-8') });
    }
  });

  test.each(['PRIMARY', 'ACTIVE'] as const)('stops a deployment that is replacing what the request asks for, when that still runs as %s', (status) => {
    const taskSets: readonly TaskSetView[] = [{ ...blue, status, wanted: true }];
    expect(decide(situation({ active: theirs, taskSets }))).toMatchObject({ kind: 'stop', deploymentId: 'd-7', andThen: 'start-over' });
  });

  test('does not stop a deployment for a task set that is on its way out', () => {
    const taskSets: readonly TaskSetView[] = [blue, { ...blue, status: 'DRAINING', wanted: true }];
    expect(decide(situation({ active: theirs, taskSets }))).toMatchObject({ kind: 'answer', status: 'FAILED' });
  });

  test('is refused on another topology than it was built for, naming both', () => {
    const decision = decide(situation({ topology: { wanted: 't1', running: 't2' } }));
    expect(decision).toMatchObject({ kind: 'answer', status: 'FAILED', reason: expect.stringMatching(/t1.*t2/) });
  });

  test('is refused when the service runs nothing', () => {
    expect(decide(situation({ taskSets: [] }))).toMatchObject({ kind: 'answer', status: 'FAILED' });
  });
});

describe('migrations', () => {
  const migrating: Progress = { at: 'migrating', task: 'task-1', sinceLook: 0 };

  test('are waited for', () => {
    expect(decide(situation({ progress: migrating, migration: { status: 'running' }, look: 3 }))).toEqual({ kind: 'wait' });
  });

  test('that end well are followed by the deployment', () => {
    expect(decide(situation({ progress: migrating, migration: { status: 'ended', exitCode: 0, why: '' } }))).toEqual({ kind: 'create-deployment', allAtOnce: false });
  });

  test('of a first release are followed by a deployment all at once, since the placeholder has no customers to lose', () => {
    const taskSets = [{ ...blue, placeholder: true }];
    expect(decide(situation({ progress: migrating, taskSets, migration: { status: 'ended', exitCode: 0, why: '' } }))).toEqual({ kind: 'create-deployment', allAtOnce: true });
  });

  test.each([[1], [78], [137], [undefined]])('that end with %s deploy nothing', (exitCode) => {
    const migration = { status: 'ended', exitCode, why: 'it broke' } as const;
    expect(decide(situation({ progress: migrating, migration }))).toMatchObject({ kind: 'answer', status: 'FAILED', reason: expect.stringContaining('it broke') });
  });

  test('of a try that had created its deployment before it was cut off are followed by that deployment', () => {
    const migration = { status: 'ended', exitCode: 0, why: '' } as const;
    expect(decide(situation({ progress: migrating, migration, ours: 'd-7' }))).toEqual({ kind: 'follow', deploymentId: 'd-7' });
  });

  test('that end while somebody else deploys are followed by nothing, and the answer names the deployment', () => {
    const migration = { status: 'ended', exitCode: 0, why: '' } as const;
    expect(decide(situation({ progress: migrating, migration, active: theirs }))).toMatchObject({ kind: 'answer', status: 'FAILED', reason: expect.stringContaining('d-7') });
  });

  test('that take longer than planned deploy nothing', () => {
    expect(decide(situation({ progress: migrating, migration: { status: 'running' }, look: 20 }))).toMatchObject({ kind: 'answer', status: 'FAILED', reason: expect.stringContaining('5 minutes') });
  });
});

describe('a deployment under way', () => {
  const running = (installing: boolean): DeploymentView => ({ status: 'running', installing });

  test('is waited for', () => {
    expect(decide(situation({ progress: deploying(), deployment: running(false), look: 100 }))).toEqual({ kind: 'wait' });
  });

  test.each([{ status: 'shifted' }, { status: 'succeeded' }] as const)('is done when it is $status: the bake is not waited for', (deployment) => {
    expect(decide(situation({ progress: deploying(), deployment }))).toMatchObject({ kind: 'answer', status: 'SUCCESS' });
  });

  test('is stopped when green does not become healthy in time, long before the hour that CodeDeploy waits', () => {
    expect(decide(situation({ progress: deploying(10), deployment: running(true), look: 49 }))).toEqual({ kind: 'wait' });
    expect(decide(situation({ progress: deploying(10), deployment: running(true), look: 50 }))).toMatchObject({ kind: 'stop', deploymentId: 'd-1', andThen: 'fail' });
  });

  test('is stopped before CloudFormation stops listening', () => {
    expect(decide(situation({ progress: deploying(), deployment: running(false), look: 219 }))).toEqual({ kind: 'wait' });
    expect(decide(situation({ progress: deploying(), deployment: running(false), look: 220 }))).toMatchObject({ kind: 'stop', because: expect.stringContaining('55 minutes') });
  });

  test('that has ended and is back on blue fails the request, and says why and where traffic is', () => {
    const decision = decide(situation({ progress: deploying(), deployment: ended(back) }));
    expect(decision).toMatchObject({ kind: 'answer', status: 'FAILED', reason: expect.stringMatching(/d-1.*ALARM_ACTIVE.*back on the release before.*d-2/) });
  });

  test.each([[{ kind: 'awaited' }], [{ kind: 'running', id: 'd-2' }]] as readonly [RollbackView][])('that has ended waits for its rollback (%j) before it answers', (rollback) => {
    expect(decide(situation({ progress: deploying(), deployment: ended(rollback) }))).toMatchObject({ kind: 'await-rollback', deploymentId: 'd-1' });
  });

  test('whose rollback fails says that somebody has to look now', () => {
    const deployment = ended({ kind: 'ended', id: 'd-2', succeeded: false });
    expect(decide(situation({ progress: deploying(), deployment }))).toMatchObject({ status: 'FAILED', reason: expect.stringContaining('rollback d-2 failed') });
  });
});

describe('a deployment on its way back', () => {
  test('is waited for, but not for ever', () => {
    const waiting = { progress: ending('fail'), deployment: ended({ kind: 'running', id: 'd-2' }) };
    expect(decide(situation({ ...waiting, look: 19 }))).toEqual({ kind: 'wait' });
    expect(decide(situation({ ...waiting, look: 20 }))).toMatchObject({ kind: 'answer', status: 'FAILED', reason: expect.stringContaining('still running') });
  });

  test('starts over for a stack that rolls back, and then finds what it asked for', () => {
    expect(decide(situation({ progress: ending('start-over'), deployment: ended(back) }))).toEqual({ kind: 'start-over' });
  });

  test('fails a stack that rolls back when it does not end', () => {
    expect(decide(situation({ progress: ending('start-over'), deployment: { status: 'running', installing: false }, look: 20 }))).toMatchObject({ kind: 'answer', status: 'FAILED' });
  });

  test('lets a deleted stack go in any case', () => {
    expect(decide(situation({ request: 'Delete', progress: ending('succeed'), deployment: { status: 'running', installing: false }, look: 20 }))).toMatchObject({ status: 'SUCCESS' });
  });
});

describe('a release stack that is deleted', () => {
  test('goes at once when nothing is being deployed', () => {
    expect(decide(situation({ request: 'Delete' }))).toMatchObject({ kind: 'answer', status: 'SUCCESS' });
  });

  test.each([undefined, 'd-7'])('takes a running deployment back first (ours: %s)', (ours) => {
    expect(decide(situation({ request: 'Delete', active: theirs, ours }))).toMatchObject({ kind: 'stop', deploymentId: 'd-7', andThen: 'succeed' });
  });
});

test('a release stack that is deleted while a rollback runs goes, and the rollback goes on', () => {
  expect(decide(situation({ request: 'Delete', active: rollback }))).toMatchObject({ kind: 'answer', status: 'SUCCESS', reason: expect.stringContaining('d-8') });
});

describe('a stack that goes back', () => {
  const back = (changes: Partial<Situation>): Situation => situation({ stack: 'back', ...changes });
  const ofThisUpdate: ActiveDeployment = { ...theirs, ofThisUpdate: true };

  test('stops what it has started, and then looks again', () => {
    for (const wanted of [true, false]) {
      expect(decide(back({ active: ofThisUpdate, taskSets: [{ ...blue, wanted }] }))).toMatchObject({ kind: 'stop', deploymentId: 'd-7', andThen: 'start-over' });
    }
  });

  test('leaves the release alone that it goes back to, while that bakes', () => {
    expect(decide(back({ active: ofThisUpdate, taskSets: [{ ...blue, wanted: true, broughtBy: 'd-7' }] }))).toEqual({ kind: 'follow', deploymentId: 'd-7' });
  });

  test('is no failure when that release is taken back in its bake: customers are served, and nothing would be gained', () => {
    for (const progress of [deploying(), ending('fail')]) {
      expect(decide(back({ progress, deployment: ended({ kind: 'ended', id: 'd-9', succeeded: true }) }))).toMatchObject({ kind: 'answer', status: 'SUCCESS', reason: expect.stringContaining('d-9') });
    }
    expect(decide(situation({ progress: deploying(), deployment: ended({ kind: 'ended', id: 'd-9', succeeded: true }) }))).toMatchObject({ kind: 'answer', status: 'FAILED' });
  });

  test("leaves somebody else's deployment alone, and is no failure", () => {
    expect(decide(back({ active: theirs }))).toMatchObject({ kind: 'answer', status: 'SUCCESS', reason: expect.stringContaining('d-7') });
  });

  test('starts no release, whatever runs', () => {
    expect(decide(back({ taskSets: [{ ...blue, wanted: true }] }))).toMatchObject({ kind: 'answer', status: 'SUCCESS', reason: expect.stringContaining('already runs') });
    expect(decide(back({}))).toMatchObject({ kind: 'answer', status: 'SUCCESS', reason: expect.stringContaining('starts no release') });
    expect(decide(back({ progress: { at: 'migrating', task: 't', sinceLook: 0 }, migration: { status: 'ended', exitCode: 0, why: '' } }))).toMatchObject({ kind: 'answer', status: 'FAILED' });
  });

  test('and a request that nobody waits for any more deploys nothing', () => {
    for (const progress of [{ at: 'starting' }, { at: 'migrating', task: 't', sinceLook: 0 }] as const) {
      expect(decide(situation({ stack: 'over', progress, migration: { status: 'ended', exitCode: 0, why: '' } }))).toMatchObject({ kind: 'answer', status: 'FAILED' });
    }
  });
});

describe('a release that bakes after its request was answered', () => {
  const baking: Progress = { at: 'baking', deploymentId: 'd-1' };

  test('is looked at until its bake has ended, in whichever way', () => {
    expect(decide(situation({ progress: baking, deployment: { status: 'shifted' } }))).toEqual({ kind: 'wait' });
    expect(decide(situation({ progress: baking, deployment: { status: 'succeeded' } }))).toEqual({ kind: 'retire-workers' });
    expect(decide(situation({ progress: baking, deployment: ended(back) }))).toEqual({ kind: 'end' });
  });

  test('is given some minutes for a rollback that does not appear, and no more', () => {
    const deployment = ended({ kind: 'awaited' });
    expect(decide(situation({ progress: baking, deployment }))).toMatchObject({ kind: 'await-rollback', andThen: 'end' });
    expect(decide(situation({ progress: ending('end'), deployment, look: 10 }))).toEqual({ kind: 'wait' });
    expect(decide(situation({ progress: ending('end'), deployment, look: 20 }))).toEqual({ kind: 'end' });
  });
});

describe('every cell of the table', () => {
  const requests: readonly RequestKind[] = ['Create', 'Update', 'Delete'];
  const rollbacks: readonly RollbackView[] = [{ kind: 'none' }, { kind: 'awaited' }, { kind: 'running', id: 'd-2' }, back, { kind: 'ended', id: 'd-2', succeeded: false }];
  const deployments: readonly (DeploymentView | undefined)[] = [
    undefined, { status: 'running', installing: true }, { status: 'running', installing: false }, { status: 'shifted' }, { status: 'succeeded' }, ...rollbacks.map(ended),
  ];
  const progresses: readonly Progress[] = [{ at: 'starting' }, { at: 'migrating', task: 't', sinceLook: 0 }, deploying(), ending('fail'), ending('start-over'), ending('succeed'), ending('end')];
  const actives = [{ active: undefined, ours: undefined }, { active: { id: 'd-1', isRollback: false, ofThisUpdate: false }, ours: 'd-1' }, { active: theirs, ours: undefined }, { active: rollback, ours: undefined }, { active: undefined, ours: 'd-1' }];
  const wanted = [true, false];
  const cells = requests.flatMap((request) => progresses.flatMap((progress) => deployments.flatMap((deployment) => actives.flatMap((who) => wanted.map((one) =>
    ({ request, progress, deployment, ...who, taskSets: [{ ...blue, wanted: one }] }))))));

  test('of which there are as many as there are combinations', () => {
    expect(cells).toHaveLength(3 * 7 * 10 * 5 * 2);
  });

  test.each([true, false])('never creates a second deployment while one is active, or after one of its own (migrates: %s)', (migrates) => {
    for (const cell of cells.filter(({ active, ours }) => active !== undefined || ours !== undefined)) {
      const migration = { status: 'ended', exitCode: 0, why: '' } as const;
      expect(decide(situation({ ...cell, migration, migrates })).kind).not.toBe('create-deployment');
    }
  });

  test('answers SUCCESS to a change only when the release has all traffic', () => {
    for (const cell of cells.filter(({ request, progress }) => request !== 'Delete' && !(progress.at === 'ending' && progress.andThen === 'succeed'))) {
      const decision = decide(situation(cell));
      if (decision.kind !== 'answer' || decision.status !== 'SUCCESS') continue;
      const hasTraffic = cell.deployment?.status === 'shifted' || cell.deployment?.status === 'succeeded' || cell.taskSets.some((taskSet) => taskSet.wanted);
      expect({ cell, hasTraffic }).toMatchObject({ hasTraffic: true });
    }
  });

  test('comes to an answer when nothing changes any more', () => {
    for (const cell of cells) {
      const late = decide(situation({ ...cell, migration: { status: 'running' }, look: 10_000 }));
      // What is still asked for late is asked for once: each of these leads to a state that answers by itself.
      expect(['answer', 'stop', 'follow', 'migrate', 'await-rollback', 'start-over', 'end', ...(cell.deployment === undefined ? ['wait'] : [])]).toContain(late.kind);
    }
  });
});
