import { decide } from '../../../lib/core/release/decide';
import type { DeploymentView, LeaseView, Progress, RequestKind, RollbackView, Situation, TaskSetView } from '../../../lib/core/release/situation';

const blue: TaskSetView = { status: 'PRIMARY', wanted: false, placeholder: false, broughtBy: undefined };
const limits = { secondsPerLook: 15, migrationsMinutes: 5, installMinutes: 10, totalMinutes: 55 };

/** An update from r1 to r2 of a service with a queue, which r1 consumes. */
const before: LeaseView = { holder: 'r1', epoch: 4, wanted: 'r2', live: 'r1' };

function situation(changes: Partial<Situation> = {}): Situation {
  return {
    request: 'Update', progress: { at: 'starting' }, taskSets: [blue], active: undefined, ours: undefined, deployment: undefined, migration: undefined,
    migrates: false, lease: before, topology: { wanted: 't1', running: 't1' }, look: 0, limits, ...changes,
  };
}

const deploying: Progress = { at: 'deploying', deploymentId: 'd-1', sinceLook: 0 };
const baking: Progress = { at: 'baking', deploymentId: 'd-1' };
const ended = (rollback: RollbackView): DeploymentView => ({ status: 'ended', why: 'stopped: ALARM_ACTIVE', rollback });
const back: RollbackView = { kind: 'ended', id: 'd-2', succeeded: true };

test('the queue goes to a release once customers have, before the request is answered', () => {
  const shifted = situation({ progress: deploying, deployment: { status: 'shifted' }, lease: { ...before, live: 'r2' } });
  expect(decide(shifted)).toEqual({ kind: 'move-lease', to: 'r2', after: 4 });
  const moved = { ...shifted, lease: { ...before, live: 'r2', holder: 'r2', epoch: 5 } };
  expect(decide(moved)).toMatchObject({ kind: 'answer', status: 'SUCCESS', bakes: 'd-1' });
});

test('nothing of it moves while the deployment is under way', () => {
  for (const deployment of [{ status: 'running', installing: true }, { status: 'running', installing: false }] as const) {
    expect(decide(situation({ progress: deploying, deployment }))).toEqual({ kind: 'wait' });
  }
  expect(decide(situation())).toEqual({ kind: 'create-deployment', allAtOnce: false });
});

test('the first release gets it although nobody had it', () => {
  const lease: LeaseView = { holder: undefined, epoch: undefined, wanted: 'r1', live: 'r1' };
  expect(decide(situation({ progress: deploying, deployment: { status: 'shifted' }, lease }))).toEqual({ kind: 'move-lease', to: 'r1', after: undefined });
});

test('a stack that rolls back to what already runs takes it along', () => {
  const lease: LeaseView = { holder: 'r2', epoch: 5, wanted: 'r1', live: 'r1' };
  const goesBack = situation({ taskSets: [{ ...blue, wanted: true }], lease });
  expect(decide(goesBack)).toEqual({ kind: 'move-lease', to: 'r1', after: 5 });
  expect(decide({ ...goesBack, lease: { ...lease, holder: 'r1', epoch: 6 } })).toEqual({ kind: 'answer', status: 'SUCCESS', reason: expect.any(String) });
});

test('a deployment that is taken back right after the move gives it back before the request fails', () => {
  const lease: LeaseView = { holder: 'r2', epoch: 5, wanted: 'r2', live: 'r1' };
  const failed = situation({ progress: deploying, deployment: ended(back), lease });
  expect(decide(failed)).toEqual({ kind: 'move-lease', to: 'r1', after: 5 });
  expect(decide({ ...failed, lease: { ...lease, holder: 'r1', epoch: 6 } })).toMatchObject({ kind: 'answer', status: 'FAILED' });
});

describe('while a release bakes', () => {
  const lease: LeaseView = { holder: 'r2', epoch: 5, wanted: 'r2', live: 'r2' };

  test.each([[{ status: 'shifted' }], [{ status: 'running', installing: false }], [ended({ kind: 'running', id: 'd-2' })]] as readonly [DeploymentView][])(
    '%j is waited for', (deployment) => {
      expect(decide(situation({ progress: baking, deployment, lease, look: 10_000 }))).toEqual({ kind: 'wait' });
    },
  );

  test('a rollback takes the queue back to the release that customers are back on', () => {
    const rolledBack = situation({ progress: baking, deployment: ended(back), lease: { ...lease, live: 'r1' } });
    expect(decide(rolledBack)).toEqual({ kind: 'move-lease', to: 'r1', after: 5 });
    expect(decide({ ...rolledBack, lease: { ...lease, holder: 'r1', epoch: 6, live: 'r1' } })).toEqual({ kind: 'end' });
  });

  test('a first release that is taken back has nobody to give it to', () => {
    expect(decide(situation({ progress: baking, deployment: ended(back), lease: { ...lease, live: undefined } }))).toEqual({ kind: 'end' });
  });

  test('its end retires the workers that only a rollback would have needed', () => {
    expect(decide(situation({ progress: baking, deployment: { status: 'succeeded' }, lease }))).toEqual({ kind: 'retire-workers' });
  });
});

describe('in every cell', () => {
  const requests: readonly RequestKind[] = ['Create', 'Update', 'Delete'];
  const rollbacks: readonly RollbackView[] = [{ kind: 'none' }, { kind: 'awaited' }, { kind: 'running', id: 'd-2' }, back, { kind: 'ended', id: 'd-2', succeeded: false }];
  const deployments: readonly (DeploymentView | undefined)[] = [
    undefined, { status: 'running', installing: true }, { status: 'running', installing: false }, { status: 'shifted' }, { status: 'succeeded' }, ...rollbacks.map(ended),
  ];
  const ending = (andThen: 'fail' | 'start-over' | 'succeed'): Progress => ({ at: 'ending', deploymentId: 'd-1', because: 'it was bad', sinceLook: 0, andThen });
  const progresses: readonly Progress[] = [{ at: 'starting' }, { at: 'migrating', task: 't', sinceLook: 0 }, deploying, ending('fail'), ending('start-over'), ending('succeed'), baking];
  const leases: readonly LeaseView[] = ['r1', 'r2', undefined].flatMap((holder) => ['r1', 'r2', undefined].map((live) => ({ holder, live, epoch: holder === undefined ? undefined : 4, wanted: 'r2' })));
  const cells = requests.flatMap((request) => progresses.flatMap((progress) => deployments.flatMap((deployment) => leases.flatMap((lease) => [0, 10_000].flatMap((look) =>
    [undefined, { id: 'd-9', isRollback: false, ofThisUpdate: false }].map((active) => situation({ request, progress, deployment, lease, look, active })))))));

  test('the lease moves only to the release that is asked for and has all traffic, or to the one that customers are on', () => {
    for (const cell of cells) {
      const decision = decide(cell);
      if (decision.kind !== 'move-lease') continue;
      const shifted = cell.deployment?.status === 'shifted' || cell.deployment?.status === 'succeeded' || cell.taskSets.some(({ wanted }) => wanted);
      expect({ cell, right: decision.to === cell.lease?.live || (decision.to === 'r2' && shifted) }).toMatchObject({ right: true });
    }
  });

  test('a lease that has moved is not moved again, so every cell comes to the decision behind it', () => {
    for (const cell of cells) {
      const decision = decide(cell);
      if (decision.kind !== 'move-lease') continue;
      const after = decide({ ...cell, lease: { ...before, ...cell.lease, holder: decision.to, epoch: (decision.after ?? 0) + 1 } });
      expect(after.kind).not.toBe('move-lease');
    }
  });

  test('without a queue the decision is the same, but for the bake', () => {
    for (const cell of cells.filter(({ progress }) => progress.at !== 'baking')) {
      const settled = decide({ ...cell, lease: { holder: 'r2', live: 'r2', epoch: 4, wanted: 'r2' } });
      const without = decide({ ...cell, lease: undefined });
      expect({ ...without, ...('bakes' in settled ? { bakes: settled.bakes } : {}) }).toEqual(settled);
    }
  });
});
