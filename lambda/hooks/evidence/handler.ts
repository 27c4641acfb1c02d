import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import type { FilledRequest } from '../../../lib/core/operation/fill';
import { awsJson } from '../../shared/aws-json';
import { pause } from '../../shared/pause';
import { readEnvironment } from '../../shared/read-environment';
import { greenTarget, offeredBy, type GreenNames } from '../green';
import { hookHandler } from '../hook-handler';
import { ownLog } from '../own-log';
import { prober } from '../probe/send';
import { sightSince } from './sight';
import { watchGreen } from './watch-green';

/** A request that the contract refuses, whoever sends it, and the status: it needs nothing before it, and changes nothing. A JSON text. */
declare const REQUEST: string;

/** AfterAllowTraffic: customers reach green, and the numbers that alarms look at in the bake have begun to come. */
export const handler = hookHandler(async (deploymentId, clients, context, signal) => {
  const environment = readEnvironment(process.env, ['URL', 'SERVER_NAME', 'CLUSTER', 'SERVICE', 'STAGE', 'TIER', 'LOAD_BALANCER', 'TARGET_GROUPS']);
  const request = JSON.parse(REQUEST) as FilledRequest & { readonly operation: string; readonly expect: number };
  const [{ release }, green] = await Promise.all([offeredBy(deploymentId, clients), shiftOf(deploymentId, clients.codedeploy, { cluster: environment.CLUSTER, service: environment.SERVICE })]);
  // As metrics name them: `targetgroup/<name>/<id>`.
  const targetGroup = environment.TARGET_GROUPS.split(',').find((group) => group.split('/')[1] === green.targetGroup);
  if (targetGroup === undefined) throw new Error(`green is behind ${green.targetGroup}, and the service has ${environment.TARGET_GROUPS}`);
  const send = prober({ url: environment.URL, serverName: environment.SERVER_NAME });
  return watchGreen(deploymentId, release, {
    ...ownLog(context, awsJson({ name: 'logs', target: 'Logs_20140328' })),
    ask: (aborted) => send({ ...request, effect: 'read', key: `watched-${deploymentId}` }, aborted),
    look: sightSince(new CloudWatchClient({}), { loadBalancer: environment.LOAD_BALANCER, targetGroup, stage: environment.STAGE, service: environment.TIER }, green.shiftedAt),
    wait: pause,
  }, signal);
});

/** Where green is, and when it got all traffic, by CodeDeploy's clock. */
async function shiftOf(deploymentId: string, codedeploy: CodeDeployClient, names: GreenNames): Promise<{ readonly targetGroup: string; readonly shiftedAt: Date }> {
  const { taskSet, events } = await greenTarget(deploymentId, codedeploy, names);
  const targetGroup = taskSet?.targetGroup?.name;
  const shiftedAt = events.find(({ lifecycleEventName }) => lifecycleEventName === 'AllowTraffic')?.endTime;
  if (targetGroup === undefined || shiftedAt === undefined) throw new Error(`CodeDeploy does not say where the green of ${deploymentId} is, and when it got all traffic`);
  return { targetGroup, shiftedAt };
}
