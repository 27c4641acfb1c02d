import type { Decision, LeaseView, Situation } from './situation';

/**
 * The lease on the queue follows the customers: before a request is answered, and when a deployment that baked has been taken back,
 * it goes to the release that has all traffic. What has moved once is not moved again, so looks may be repeated.
 */
export function handOver(situation: Situation, lease: LeaseView, decision: Decision): Decision {
  const to = owner(situation, lease, decision);
  if (to !== undefined && to !== lease.holder) return { kind: 'move-lease', to, after: lease.epoch };
  return decision;
}

/** Who should have the lease when `decision` is carried out; undefined when that is not the moment to ask. */
function owner({ request, progress, stack, deployment }: Situation, { wanted, live }: LeaseView, decision: Decision): string | undefined {
  // A way back may be answered without what it asks for.
  if (stack === 'back' && progress.at === 'starting') return decision.kind === 'answer' ? live : undefined;
  const arrived = request !== 'Delete' && progress.at !== 'ending';
  if (arrived && decision.kind === 'answer' && decision.status === 'SUCCESS') return wanted;
  if (decision.kind !== 'answer' && decision.kind !== 'end') return undefined;
  // While something is under way, whose customers these are is about to change.
  const isBack = deployment?.status === 'ended' && (deployment.rollback.kind === 'none' || deployment.rollback.kind === 'ended');
  return isBack ? live : undefined;
}
