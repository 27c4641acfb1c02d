import { failuresOf } from '../region/cloudformation/engine';
import type { Stack } from '../region/cloudformation/stack';
import type { DeploymentRecord } from '../region/codedeploy/deployments';
import type { Region } from '../region/region';

/** What became of a release that was offered to a deployment group. */
export interface Followed {
  /** `undefined`: refused before there was one. */
  readonly deployment: DeploymentRecord | undefined;
  readonly rollback: DeploymentRecord | undefined;
  /** Why the stack went back, in CloudFormation's words. */
  readonly refusal: string | undefined;
}

/** The deployment that somebody created in the group after `before` others, in all groups; `undefined` when nobody did. */
export function deploymentSince(before: number, group: string, { deployments }: Region): DeploymentRecord | undefined {
  return [...deployments.records.values()].slice(before).find((record) => record.creator === 'user' && record.group.id === group);
}

/** The deployment ends, and its rollback, if there is one. */
export async function followToTheEnd(stack: Stack, deployment: DeploymentRecord | undefined, region: Region): Promise<Followed> {
  const rollback = deployment === undefined ? undefined : await rollbackOf(deployment, region);
  return { deployment, rollback, refusal: stack.status.endsWith('ROLLBACK_COMPLETE') ? failuresOf(stack).at(0) : undefined };
}

async function rollbackOf({ run }: DeploymentRecord, region: Region): Promise<DeploymentRecord | undefined> {
  const { phase } = await run.until((deployment) => deployment.phase.at === 'ended' && (deployment.phase.outcome.status === 'Succeeded' || deployment.phase.outcome.rollback.kind !== 'asked'));
  if (phase.at !== 'ended' || phase.outcome.status === 'Succeeded' || phase.outcome.rollback.kind !== 'started') return undefined;
  const rollback = region.deployments.named(phase.outcome.rollback.deployment);
  await rollback.run.until((deployment) => deployment.phase.at === 'ended');
  return rollback;
}
