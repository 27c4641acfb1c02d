import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CodeDeployClient, ContinueDeploymentCommand, StopDeploymentCommand } from '@aws-sdk/client-codedeploy';
import { ECSClient } from '@aws-sdk/client-ecs';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Standing, StandingDeployment } from '../../core/standing/standing';
import type { Instant } from '../../core/units';
import { type Asked, findService, type FoundService } from './find-service';
import { newestDeployment, readDeployment } from './read-deployment';
import { readStanding } from './read-standing';

/** One service on AWS, for whoever operates it. Every method throws what the SDK throws, or a `Trouble`. */
export interface OperatedService {
  readonly found: FoundService;
  standing(now: Instant): Promise<Standing>;
  /** The one that is named, or that runs, or the newest; `undefined` before the first. */
  deployment(id?: string): Promise<StandingDeployment | undefined>;
  /** With rollback, always. */
  stop(id: string): Promise<void>;
  continue(id: string, wait: 'READY_WAIT' | 'TERMINATION_WAIT'): Promise<void>;
}

/** What an SDK client takes; all of it comes from the environment when nothing is said. */
export interface ClientSettings {
  readonly endpoint?: string;
  readonly region?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string };
}

/** @throws Trouble when the service is not deployed where the credentials lead */
export async function operatedService(asked: Asked, settings: ClientSettings = {}): Promise<OperatedService> {
  const codedeploy = new CodeDeployClient(settings);
  const clients = { ecs: new ECSClient(settings), balancing: new ElasticLoadBalancingV2Client(settings), cloudwatch: new CloudWatchClient(settings), cloudformation: new CloudFormationClient(settings) };
  const found = await findService({ codedeploy, ...clients }, asked);
  const read = async (named?: string) => {
    const id = named ?? await newestDeployment(codedeploy, found);
    return id === undefined ? undefined : readDeployment(codedeploy, found, id);
  };
  return {
    found,
    standing: async (now) => readStanding(clients, found, await read(), now),
    deployment: async (id) => (await read(id))?.deployment,
    async stop(deploymentId) {
      await codedeploy.send(new StopDeploymentCommand({ deploymentId, autoRollbackEnabled: true }));
    },
    async continue(deploymentId, deploymentWaitType) {
      await codedeploy.send(new ContinueDeploymentCommand({ deploymentId, deploymentWaitType }));
    },
  };
}
