import { GetDeploymentCommand, type CodeDeployClient } from '@aws-sdk/client-codedeploy';

/** @throws when the deployment has ended, by an alarm for example: CodeDeploy tells its hooks nothing of it */
export async function goesOn(deploymentId: string, codedeploy: CodeDeployClient): Promise<void> {
  const { deploymentInfo } = await codedeploy.send(new GetDeploymentCommand({ deploymentId }));
  const status = deploymentInfo?.status ?? 'unknown';
  if (status === 'Stopped' || status === 'Failed') throw new Error(`the deployment ${deploymentId} is ${status}: nothing more is sent to green`);
}
