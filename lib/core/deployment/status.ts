import type { Deployment } from './deployment';
import { errorInformation, type ErrorInformation } from './error-information';

export type DeploymentStatus = 'Created' | 'InProgress' | 'Ready' | 'Succeeded' | 'Failed' | 'Stopped';
export type TargetStatus = 'Pending' | 'InProgress' | 'Ready' | 'Succeeded' | 'Failed' | 'Skipped';

/** Every status of one that has not ended, as `ListDeployments` takes them: https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_ListDeployments.html */
export const unfinishedStatuses = ['Created', 'Queued', 'InProgress', 'Baking', 'Ready'] as const;

/** The status that `GetDeployment` gives. It stays `InProgress` while blue is kept, although the target has succeeded. */
export function deploymentStatus({ phase }: Deployment): DeploymentStatus {
  if (phase.at === 'created') return 'Created';
  if (phase.at === 'ready') return 'Ready';
  return phase.at === 'ended' ? phase.outcome.status : 'InProgress';
}

/** The status of the one deployment target that ECS has: it ends with the lifecycle events, whatever comes after them. */
export function targetStatus({ phase, events }: Deployment): TargetStatus {
  if (events.AfterAllowTraffic.status === 'Succeeded') return 'Succeeded';
  if (phase.at === 'created') return 'Pending';
  if (phase.at === 'ready') return 'Ready';
  if (phase.at !== 'ended') return 'InProgress';
  return events.BeforeInstall.status === 'Skipped' ? 'Skipped' : 'Failed';
}

/** The `instanceTerminationWaitTimeStarted` of `GetDeployment`: green holds all traffic and blue is only kept, or on its way out. */
export const terminationWaitStarted = ({ phase }: Deployment): boolean => phase.at === 'baking' || phase.at === 'ending-blue';

export const isActive = ({ phase }: Deployment): boolean => phase.at !== 'ended';

/** Why it ended early; nothing while it runs and when it succeeded. */
export function errorOf({ phase }: Deployment): ErrorInformation | undefined {
  return phase.at === 'ended' && phase.outcome.status !== 'Succeeded' ? errorInformation(phase.outcome.because) : undefined;
}
