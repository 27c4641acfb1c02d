import type { DeploymentSight, ScalingSight } from './sight';

export type ScalingVerdict = 'suspend' | 'resume' | 'leave';

/**
 * Scaling in is suspended for as long as a deployment can be taken back, because it would take tasks from blue, which stands by, and from
 * green, which has not got its customers yet. Scaling out is never touched.
 */
export function judgeScaling(deployment: DeploymentSight, scaling: ScalingSight): ScalingVerdict {
  if (scaling === undefined) return 'leave';
  const wanted = deployment.kind !== 'none';
  if (wanted === scaling.scaleIn) return 'leave';
  return wanted ? 'suspend' : 'resume';
}
