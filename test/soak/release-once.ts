import type { Stack } from '../../lib/region/cloudformation/stack';
import type { DeploymentRecord } from '../../lib/region/codedeploy/deployments';
import type { Region } from '../../lib/region/region';
import { withRelease } from '../../lib/rehearsal/candidate';
import { deployStack } from '../../lib/rehearsal/deploy';
import { deploymentSince, followToTheEnd } from '../../lib/rehearsal/follow';
import type { Stand } from '../../lib/rehearsal/stand';
import { vouch } from '../../lib/rehearsal/vouch';

/** A release that was offered to a stage, and how it ended. */
export interface Released {
  readonly release: string;
  readonly stack: Stack;
  /** `undefined`: refused before there was one. */
  readonly deployment: DeploymentRecord | undefined;
  readonly outcome: 'stays' | 'taken back' | 'refused';
  /** What CloudFormation says of a release that did not get through. */
  readonly refusal: string | undefined;
}

/** Releases the stage's bundle under this name, as its pipeline would, and follows it to the end of its bake or of its way back. */
export async function releaseOnce(region: Region, { stage, group }: Stand, release: string): Promise<Released> {
  const before = region.deployments.records.size;
  const template = withRelease(stage.release.template, { ...stage.assembled, release });
  await vouch(region, stage, template);
  const stack = await deployStack(region, stage.release, template);
  const deployment = deploymentSince(before, group.id, region);
  const { rollback, refusal } = await followToTheEnd(stack, deployment, region);
  const stays = rollback === undefined && refusal === undefined;
  return { release, stack, deployment, refusal, outcome: deployment === undefined ? 'refused' : stays ? 'stays' : 'taken back' };
}
