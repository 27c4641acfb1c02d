import type { Deployment } from './deployment';

/** The `rollbackInfo` of `GetDeployment`, which links a deployment and its rollback both ways. */
export type RollbackInfo =
  | { readonly rollbackDeploymentId: string; readonly rollbackMessage: string }
  | { readonly rollbackTriggeringDeploymentId: string; readonly rollbackMessage: string };

/** Nothing for a deployment that was not rolled back, or of whose rollback the id is not known yet. */
export function rollbackInfo({ id, origin, phase }: Deployment): RollbackInfo | undefined {
  if (origin.kind === 'rollback') {
    return {
      rollbackTriggeringDeploymentId: origin.of,
      rollbackMessage: `Deployment ${id} is triggered to roll back deployment ${origin.of}.`,
    };
  }
  if (phase.at !== 'ended' || phase.outcome.status === 'Succeeded' || phase.outcome.rollback.kind !== 'started') return undefined;
  const { deployment } = phase.outcome.rollback;
  return {
    rollbackDeploymentId: deployment,
    rollbackMessage: `Deployment ${id} terminated. Automatic rollback is triggered with a DeploymentId ${deployment}.`,
  };
}
