import { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import { ECSClient, type Task } from '@aws-sdk/client-ecs';
import type { RunningEvidence, RunningTask } from '../../../lib/core/evidence/judge-running';
import { pause } from '../../shared/pause';
import { readEnvironment } from '../../shared/read-environment';
import { greenOf, offeredBy, type GreenClients, type GreenNames } from '../green';
import { runHook } from '../hook';
import { logRecord, reportTo } from '../tell';
import { judgeIdentity } from './judge-identity';

/** AfterInstall: what runs as green is what the deployment names, in every task, before anybody asks it for anything. */
export async function handler(event: unknown, context: { getRemainingTimeInMillis(): number }): Promise<void> {
  const clients = { codedeploy: new CodeDeployClient({}), ecs: new ECSClient({}) };
  await runHook(event, context.getRemainingTimeInMillis(), {
    log: logRecord,
    judge: ({ DeploymentId }, signal) => {
      const { CLUSTER: cluster, SERVICE: service } = readEnvironment(process.env, ['CLUSTER', 'SERVICE']);
      return judgeIdentity({ wait: pause, look: () => evidenceOf(DeploymentId, clients, { cluster, service }) }, signal);
    },
    report: reportTo(clients.codedeploy),
  });
}

async function evidenceOf(deploymentId: string, clients: GreenClients, names: GreenNames): Promise<RunningEvidence> {
  const [{ taskDefinitionArn, definition }, { desired, tasks }] = await Promise.all([offeredBy(deploymentId, clients), greenOf(deploymentId, clients, names)]);
  const images = Object.fromEntries((definition.containerDefinitions ?? []).map(({ name = '', image = '' }) => [name, image]));
  return { wanted: { taskDefinition: taskDefinitionArn, images }, desired, tasks: tasks.map(runningTask) };
}

const runningTask = ({ taskArn = '', taskDefinitionArn = '', lastStatus, containers = [] }: Task): RunningTask => ({
  id: taskArn.split('/').at(-1) ?? '', taskDefinition: taskDefinitionArn, running: lastStatus === 'RUNNING',
  containers: containers.map(({ name = '', image = '', imageDigest }) => ({ name, image, digest: imageDigest })),
});
