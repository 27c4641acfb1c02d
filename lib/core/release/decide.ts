import { accepted, spell } from '../checked';
import { handOver } from './hand-over';
import { refusals, remainingAlarms } from './preflight';
import type { ActiveDeployment, Decision, RollbackView, Situation } from './situation';

/** How long a stopped or failed deployment may take to be back on blue before the request is answered without it. */
const ENDING_MINUTES = 5;
/** How long a request waits for a rollback that it finds: it moves weights at once, and ends tasks. */
const ROLLBACK_MINUTES = 15;

/** What to do next about one request of CloudFormation. */
export function decide(situation: Situation): Decision {
  const decision = next(situation);
  return withoutBlame(situation, toTheEnd(situation, situation.lease === undefined ? decision : handOver(situation, situation.lease, decision)));
}

/** A release whose bake means something to others, its queue or the ledger, is followed until that is over. */
function toTheEnd({ lease, provenance, progress }: Situation, decision: Decision): Decision {
  if (lease === undefined && provenance === undefined) return decision;
  return decision.kind === 'answer' && decision.status === 'SUCCESS' && progress.at === 'deploying' ? { ...decision, bakes: progress.deploymentId } : decision;
}

/**
 * A way back has created nothing. What it follows is the release it goes back to, and when that one is taken back in its bake, a failure
 * would only hold up the stack (UPDATE_ROLLBACK_FAILED): customers are where that deployment's own alarms have put them.
 */
function withoutBlame({ stack, progress }: Situation, decision: Decision): Decision {
  const followed = progress.at === 'deploying' || (progress.at === 'ending' && progress.andThen === 'fail');
  if (stack !== 'back' || !followed || decision.kind !== 'answer' || decision.status === 'SUCCESS') return decision;
  return { ...decision, status: 'SUCCESS', reason: `a stack that goes back starts no release, and the one it goes back to is taken back itself: ${decision.reason}` };
}

function next(situation: Situation): Decision {
  switch (situation.progress.at) {
    case 'starting': return situation.request === 'Delete' ? leave(situation) : begin(situation);
    case 'migrating': return afterMigrating(situation, situation.progress.sinceLook);
    case 'deploying': return whileDeploying(situation, situation.progress);
    case 'ending': return whileEnding(situation, situation.progress);
    case 'baking': return whileBaking(situation);
  }
}

function begin(situation: Situation): Decision {
  const { active, ours, taskSets, preflight, provenance, migrates } = situation;
  const runs = taskSets.find(({ status }) => status === 'PRIMARY');
  if (ours !== undefined) return { kind: 'follow', deploymentId: ours };
  if (situation.stack === 'over') return OVER;
  if (situation.stack === 'back') return goBack(situation);
  if (active !== undefined) return besides(active, situation);
  if (runs?.wanted === true) return { kind: 'answer', status: 'SUCCESS', reason: 'the service already runs this release' };
  if ((preflight !== undefined && preflight.seen === undefined) || (provenance !== undefined && provenance.doubts === undefined)) return { kind: 'inspect' };
  const reasons = reasonsAgainst(situation);
  if (reasons.length > 0) return failed(refused(reasons));
  return migrates ? { kind: 'migrate' } : createDeployment(situation);
}

/** Everything that speaks against beginning, so that nobody has to try again for each. */
function reasonsAgainst({ taskSets, topology, preflight, provenance, fix = NO_FIX }: Situation): readonly string[] {
  const named = fix.ok ? fix.value : undefined;
  const runs = taskSets.find(({ status }) => status === 'PRIMARY');
  return [
    ...(runs === undefined ? ['the service has no PRIMARY task set: deploy the topology stack first'] : []),
    ...(topology.wanted === topology.running ? []
      : [`this release was built for the topology ${topology.wanted}, but ${topology.running} is deployed: deploy the topology stacks, or synthesize the release again`]),
    ...(provenance?.doubts ?? []),
    ...(fix.ok ? [] : fix.problems.map(spell)),
    ...(preflight === undefined && named !== undefined ? ['the release names alarms that it fixes, and nothing here looks at alarms before a release: leave Fixes out'] : []),
    ...(preflight?.seen === undefined ? [] : refusals({ ...preflight, seen: preflight.seen, fix: named, first: runs?.placeholder === true })),
  ];
}

const NO_FIX = accepted(undefined);

const refused = (reasons: readonly string[]): string =>
  `refused, nothing was changed: ${reasons.length === 1 ? reasons[0] ?? '' : reasons.map((reason, index) => `(${index + 1}) ${reason}`).join('; ')}`;

/** What becomes of a request that finds a deployment which is not its own. */
function besides(active: ActiveDeployment, situation: Situation): Decision {
  const left = leftAlone(active, situation);
  if (left !== undefined) return left;
  // Asked for what the deployment is replacing: whoever wants it back has it in seconds.
  return askedFor(situation).length > 0 ? { kind: 'stop', deploymentId: active.id, because: 'what it replaces is wanted back', andThen: 'start-over' } : busy(active);
}

/**
 * A way back starts no release: it ends what its stack has started in the update that is taken back, and leaves customers where they are
 * then. The release that it goes back to may bake still, when the next one was refused, and is left alone.
 *
 * The request that was sent for the next one comes here too, when the update was cancelled before the function could ask for what it was
 * sent. Nobody waits for it any more.
 */
function goBack(situation: Situation): Decision {
  const { active } = situation;
  const left = active && leftAlone(active, situation);
  if (left !== undefined) return left;
  if (active?.ofThisUpdate === true) return { kind: 'stop', deploymentId: active.id, because: 'the stack goes back', andThen: 'start-over' };
  if (askedFor(situation).some(({ status }) => status === 'PRIMARY')) return { kind: 'answer', status: 'SUCCESS', reason: 'the service already runs this release' };
  const goesOn = active === undefined ? 'the service stays with what it runs' : `the deployment ${active.id}, which this update has not started, goes on`;
  return { kind: 'answer', status: 'SUCCESS', reason: `a stack that goes back starts no release: ${goesOn}; deploy the release that you want` };
}

/** What no request may end: a rollback, which would leave green behind and customers where they are; and a deployment of the very release that is asked for. */
function leftAlone(active: ActiveDeployment, situation: Situation): Decision | undefined {
  const { look, limits } = situation;
  if (active.isRollback) return minutesSince(0, look, limits) < ROLLBACK_MINUTES ? { kind: 'wait' } : busy(active);
  return askedFor(situation).some(({ broughtBy }) => broughtBy === active.id) ? { kind: 'follow', deploymentId: active.id } : undefined;
}

/** The task sets that run what the request asks for. */
const askedFor = ({ taskSets }: Situation): Situation['taskSets'] => taskSets.filter(({ status, wanted }) => wanted && status !== 'DRAINING');

/** The release stack goes away: a deployment that still runs is taken back, the service stays. */
function leave({ active }: Situation): Decision {
  if (active === undefined) return { kind: 'answer', status: 'SUCCESS', reason: 'nothing is being deployed' };
  if (active.isRollback) return { kind: 'answer', status: 'SUCCESS', reason: `the rollback ${active.id} goes on by itself` };
  return { kind: 'stop', deploymentId: active.id, because: 'the release stack is deleted', andThen: 'succeed' };
}

function afterMigrating(situation: Situation, since: number): Decision {
  const { migration, active, ours, limits, look } = situation;
  // Created by a look that ended before it could say so.
  if (ours !== undefined) return { kind: 'follow', deploymentId: ours };
  if (situation.stack !== undefined && situation.stack !== 'forward') return OVER;
  if (migration?.status === 'ended') {
    if (migration.exitCode !== 0) return failed(`the migrations failed, nothing was deployed: ${migration.why}`);
    if (active !== undefined) return busy(active);
    return createDeployment(situation);
  }
  if (minutesSince(since, look, limits) < limits.migrationsMinutes) return { kind: 'wait' };
  return failed(`the migrations did not end within ${limits.migrationsMinutes} minutes, nothing was deployed`);
}

function whileDeploying({ deployment, limits, look, stack }: Situation, progress: { readonly deploymentId: string; readonly sinceLook: number }): Decision {
  const { deploymentId, sinceLook } = progress;
  if (deployment === undefined) return { kind: 'wait' };
  switch (deployment.status) {
    case 'shifted':
    case 'succeeded': return { kind: 'answer', status: 'SUCCESS', reason: `deployment ${deploymentId} has all traffic` };
    case 'ended': {
      const over = deployment.rollback.kind === 'none' || deployment.rollback.kind === 'ended';
      return over ? failed(ending(deploymentId, deployment.why, deployment.rollback)) : { kind: 'await-rollback', deploymentId, because: deployment.why, andThen: 'fail' };
    }
    case 'running': {
      // It was there before, and has limits of its own: those of the request that has created it.
      if (stack === 'back') return look * limits.secondsPerLook < limits.totalMinutes * 60 ? { kind: 'wait' } : { kind: 'answer', status: 'SUCCESS', reason: `the deployment ${deploymentId} of the release that the stack goes back to goes on by itself` };
      if (look * limits.secondsPerLook >= limits.totalMinutes * 60) {
        return stop(deploymentId, `the deployment took longer than the ${limits.totalMinutes} minutes that were planned`);
      }
      const tooLong = deployment.installing && minutesSince(sinceLook, look, limits) >= limits.installMinutes;
      return tooLong ? stop(deploymentId, `the new tasks did not become healthy within ${limits.installMinutes} minutes`) : { kind: 'wait' };
    }
  }
}

function whileEnding({ deployment, limits, look }: Situation, progress: Extract<Situation['progress'], { at: 'ending' }>): Decision {
  const { deploymentId, because, andThen, sinceLook } = progress;
  const rollback = deployment?.status === 'ended' ? deployment.rollback : undefined;
  const ended = deployment?.status === 'succeeded' || rollback?.kind === 'none' || rollback?.kind === 'ended';
  if (!ended && minutesSince(sinceLook, look, limits) < ENDING_MINUTES) return { kind: 'wait' };
  if (andThen === 'end') return { kind: 'end' };
  if (andThen === 'succeed') return { kind: 'answer', status: 'SUCCESS', reason: because };
  // Where no rollback was possible customers stay where they are, and what is right there is decided anew.
  if (andThen === 'start-over' && deployment?.status === 'ended') return { kind: 'start-over' };
  return failed(ending(deploymentId, because, rollback));
}

/** Blue may be needed again until the bake is over; the answer was given long ago. */
function whileBaking({ deployment, progress }: Situation): Decision {
  if (deployment?.status === 'succeeded') return { kind: 'retire-workers' };
  if (deployment?.status !== 'ended' || progress.at !== 'baking') return { kind: 'wait' };
  switch (deployment.rollback.kind) {
    case 'none':
    case 'ended': return { kind: 'end' };
    case 'running': return { kind: 'wait' };
    // One that never appears must not be waited for until the execution is full.
    case 'awaited': return { kind: 'await-rollback', deploymentId: progress.deploymentId, because: deployment.why, andThen: 'end' };
  }
}

function ending(deploymentId: string, because: string, rollback: RollbackView | undefined): string {
  return `deployment ${deploymentId} did not succeed: ${because}; ${rollback === undefined ? 'it has not ended yet: look at it' : where(rollback)}`;
}

function where(rollback: RollbackView): string {
  switch (rollback.kind) {
    case 'ended': return rollback.succeeded ? `all traffic is back on the release before (rollback ${rollback.id})` : `the rollback ${rollback.id} failed: look at it now`;
    case 'running': return `the rollback ${rollback.id} is still running`;
    case 'awaited': return 'no rollback has appeared: look at the deployment';
    case 'none': return 'nothing was rolled back: look at the weights of the listener';
  }
}

/** The placeholder has no customers to lose. */
const createDeployment = ({ taskSets, preflight, fix }: Situation): Decision => ({
  kind: 'create-deployment',
  allAtOnce: taskSets.some(({ status, placeholder }) => status === 'PRIMARY' && placeholder),
  ...(preflight !== undefined && fix?.ok === true && fix.value !== undefined ? { alarms: remainingAlarms(preflight.expected, fix.value) } : {}),
});
const minutesSince = (since: number, look: number, { secondsPerLook }: Situation['limits']): number => ((look - since) * secondsPerLook) / 60;
const stop = (deploymentId: string, because: string): Decision => ({ kind: 'stop', deploymentId, because, andThen: 'fail' });
const busy = ({ id }: ActiveDeployment): Decision => failed(`the deployment ${id} has not ended: wait for the end of its bake, or end or stop it, and deploy again`);
/** Nobody reads it any more. */
const OVER: Decision = { kind: 'answer', status: 'FAILED', reason: 'CloudFormation waits for this request no more, and nothing was deployed for it' };
const failed = (reason: string): Decision => ({ kind: 'answer', status: 'FAILED', reason });
