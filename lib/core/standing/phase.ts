import { after, minutes, type Instant } from '../units';
import type { Phase, RollbackStanding } from './standing';

/** What CodeDeploy says of a deployment and of its one target. */
export interface DeploymentFacts {
  readonly status: string;
  readonly error: { readonly code: string; readonly message: string } | undefined;
  readonly target: TargetFacts | undefined;
  readonly terminationWaitMinutes: number;
  /** The deployment that puts back what this one has changed. */
  readonly rollback: { readonly id: string; readonly status: string } | undefined;
  /** Whether something puts back what it has changed, even if it is not there yet. */
  readonly rollsBack: boolean;
}

export interface TargetFacts {
  readonly status: string;
  readonly events: readonly { readonly name: string; readonly status: string; readonly endedAt: Instant | undefined }[];
}

/** How far a deployment has come: https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-steps-ecs.html */
export function phaseOf(facts: DeploymentFacts): Phase {
  const { status, target, terminationWaitMinutes } = facts;
  if (status === 'Succeeded') return { at: 'promoted' };
  if (status === 'Failed' || status === 'Stopped') return { at: 'ended', because: whyEnded(facts), rollback: rollbackOf(facts) };
  if (status === 'Ready') return { at: 'ready' };
  if (target?.status === 'Succeeded') {
    const last = target.events.find(({ name }) => name === 'AfterAllowTraffic')?.endedAt;
    return { at: 'baking', until: last === undefined ? undefined : after(last, minutes(terminationWaitMinutes)) };
  }
  const running = target?.events.find((event) => event.status === 'InProgress') ?? target?.events.findLast((event) => event.status === 'Succeeded');
  return running === undefined ? { at: 'beginning' } : { at: 'event', event: running.name };
}

function whyEnded({ status, error, target }: DeploymentFacts): string {
  const event = target?.events.find((one) => one.status === 'Failed')?.name;
  return `${status === 'Stopped' ? 'stopped' : 'failed'}${event === undefined ? '' : ` in ${event}`}: ${error === undefined ? 'no reason given' : `${error.code}, ${error.message}`}`;
}

/** CodeDeploy links its rollback a moment after the end; where nothing had begun there is nothing to put back. */
function rollbackOf({ rollback, rollsBack, target }: DeploymentFacts): RollbackStanding {
  if (rollback === undefined) {
    const begun = target?.events.some(({ name, status }) => name === 'Install' && status !== 'Pending' && status !== 'Skipped') === true;
    return { kind: rollsBack && begun ? 'awaited' : 'none' };
  }
  switch (rollback.status) {
    case 'Succeeded': return { kind: 'succeeded', id: rollback.id };
    case 'Failed':
    case 'Stopped': return { kind: 'failed', id: rollback.id };
    default: return { kind: 'running', id: rollback.id };
  }
}
