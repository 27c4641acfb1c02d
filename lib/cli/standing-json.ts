import type { Standing, StandingDeployment } from '../core/standing/standing';
import type { Instant } from '../core/units';

/** The answer of `changeover status --json`: moments as ISO 8601, shares in percent, `null` where there is no value. */
export function standingJson({ stage, service, taskSets, deployment, releaseStack, red, now }: Standing): object {
  return {
    stage, service, now: text(now),
    taskSets: taskSets.map(({ id, status, release, running, desired, share }) => ({ id, status, release: release ?? null, running, desired, share: share ?? null })),
    deployment: deployment === undefined ? null : deploymentJson(deployment),
    releaseStack: releaseStack.kind === 'none' ? null : { name: releaseStack.name, status: releaseStack.status, release: releaseStack.release ?? null, agrees: releaseStack.agrees },
    redAlarms: red,
  };
}

export function deploymentJson({ id, createdAt, description, takesBack, watchedBy, phase }: StandingDeployment): object {
  return { id, createdAt: text(createdAt), description, takesBack: takesBack ?? null, watchedBy: watchedBy ?? null, phase: phase.at === 'baking' ? { at: phase.at, until: phase.until === undefined ? null : text(phase.until) } : phase };
}

const text = (at: Instant): string => new Date(at).toISOString();
