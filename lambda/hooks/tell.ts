import { PutLifecycleEventHookExecutionStatusCommand, type CodeDeployClient } from '@aws-sdk/client-codedeploy';
import type { HookPorts } from './hook';

/** How every hook tells CodeDeploy its verdict. */
export const reportTo = (codedeploy: CodeDeployClient): HookPorts['report'] => async ({ DeploymentId, LifecycleEventHookExecutionId }, status) => {
  await codedeploy.send(new PutLifecycleEventHookExecutionStatusCommand({
    deploymentId: DeploymentId, lifecycleEventHookExecutionId: LifecycleEventHookExecutionId, status,
  }));
};

export function logRecord(record: Readonly<Record<string, unknown>>): void {
  process.stdout.write(`${JSON.stringify(record)}\n`);
}
