import type { Task } from '@aws-sdk/client-ecs';
import type { RunningEvidence, RunningTask } from '../../../lib/core/evidence/judge-running';
import { pause } from '../../shared/pause';
import { readEnvironment } from '../../shared/read-environment';
import { greenOf, offeredBy, type GreenClients, type GreenNames } from '../green';
import { hookHandler } from '../hook-handler';
import { judgeIdentity } from './judge-identity';

/** AfterInstall: what runs as green is what the deployment names, in every task, before anybody asks it for anything. */
export const handler = hookHandler((deploymentId, clients, _, signal) => {
  const { CLUSTER: cluster, SERVICE: service } = readEnvironment(process.env, ['CLUSTER', 'SERVICE']);
  return judgeIdentity({ wait: pause, look: () => evidenceOf(deploymentId, clients, { cluster, service }) }, signal);
});

async function evidenceOf(deploymentId: string, clients: GreenClients, names: GreenNames): Promise<RunningEvidence> {
  const [{ taskDefinitionArn, definition }, { desired, tasks }] = await Promise.all([offeredBy(deploymentId, clients), greenOf(deploymentId, clients, names)]);
  const images = Object.fromEntries((definition.containerDefinitions ?? []).map(({ name = '', image = '' }) => [name, image]));
  return { wanted: { taskDefinition: taskDefinitionArn, images }, desired, tasks: tasks.map(runningTask) };
}

const runningTask = ({ taskArn = '', taskDefinitionArn = '', lastStatus, containers = [] }: Task): RunningTask => ({
  id: taskArn.split('/').at(-1) ?? '', taskDefinition: taskDefinitionArn, running: lastStatus === 'RUNNING',
  containers: containers.map(({ name = '', image = '', imageDigest }) => ({ name, image, digest: imageDigest })),
});
