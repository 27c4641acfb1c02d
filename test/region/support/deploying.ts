import {
  CodeDeployClient, CreateApplicationCommand, CreateDeploymentCommand, CreateDeploymentGroupCommand, GetDeploymentCommand, GetDeploymentTargetCommand,
  type CreateDeploymentCommandInput, type CreateDeploymentGroupCommandInput, type DeploymentInfo, type ECSTarget,
} from '@aws-sdk/client-codedeploy';
import { frames } from '../../../lib/core/deployment/picture';
import { invariants } from '../../../lib/core/deployment/invariants';
import { isActive } from '../../../lib/core/deployment/status';
import type { Moment } from '../../../lib/core/deployment/trace';
import { makeStage, type Stage } from './stage';
import type { TestRegion } from './test-region';

export const ROLE = 'arn:aws:iam::111122223333:role/codedeploy';

export const appSpec = (taskDefinition: string, hooks: Readonly<Record<string, string>> = {}): string => JSON.stringify({
  version: 0.0, Hooks: Object.entries(hooks).map(([event, name]) => ({ [event]: name })),
  Resources: [{ TargetService: { Type: 'AWS::ECS::Service', Properties: { TaskDefinition: taskDefinition, LoadBalancerInfo: { ContainerName: 'api', ContainerPort: 8080 } } } }],
});

export const inline = (content: string) => ({ revisionType: 'AppSpecContent', appSpecContent: { content } }) as const;

/** What CreateDeploymentGroup takes for the stage. */
export const groupOf = (stage: Stage, more: Partial<CreateDeploymentGroupCommandInput> = {}): CreateDeploymentGroupCommandInput => ({
  applicationName: stage.cluster, deploymentGroupName: 'api', serviceRoleArn: ROLE, deploymentConfigName: 'CodeDeployDefault.ECSCanary10Percent5Minutes',
  deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
  blueGreenDeploymentConfiguration: { terminateBlueInstancesOnDeploymentSuccess: { action: 'TERMINATE', terminationWaitTimeInMinutes: 5 }, deploymentReadyOption: { actionOnTimeout: 'CONTINUE_DEPLOYMENT' } },
  autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM', 'DEPLOYMENT_STOP_ON_REQUEST'] },
  loadBalancerInfo: { targetGroupPairInfoList: [{
    targetGroups: stage.groupNames.map((name) => ({ name })), prodTrafficRoute: { listenerArns: [stage.production] }, testTrafficRoute: { listenerArns: [stage.test] },
  }] },
  ecsServices: [{ serviceName: 'api', clusterName: stage.cluster }], ...more,
});

/** A service with its application and its deployment group, all made over the wire. */
export interface Deploying extends AsyncDisposable {
  readonly stage: Stage;
  readonly client: CodeDeployClient;
  /** Offers a build whose answers are `name`. */
  deploy(name: string, more?: Partial<CreateDeploymentCommandInput>, hooks?: Readonly<Record<string, string>>): Promise<string>;
  look(deploymentId: string): Promise<DeploymentInfo>;
  target(deploymentId: string): Promise<ECSTarget>;
  /** Resolves when it has ended, and its rollback if there is one; answers the whole story. */
  ended(deploymentId: string): Promise<DeploymentInfo>;
  /** The invariants of deployments that the last one and its rollback break. */
  broken(deploymentId: string): readonly string[];
}

let stages = 0;

export async function startDeploying(region: TestRegion, more: Partial<CreateDeploymentGroupCommandInput> = {}): Promise<Deploying> {
  stages += 1;
  const stage = await makeStage(region, `shop${stages}`);
  await stage.define('blue');
  // Processes start slowly on a busy machine; what is tried here is not their start.
  await stage.serve({ HealthCheckGracePeriodSeconds: 30 });
  const client = new CodeDeployClient(region.client);
  const seen: Moment[] = [];
  const watch = region.deployments.watch((moment) => void seen.push(moment));
  await client.send(new CreateApplicationCommand({ applicationName: stage.cluster, computePlatform: 'ECS' }));
  await client.send(new CreateDeploymentGroupCommand(groupOf(stage, more)));
  const look = async (deploymentId: string): Promise<DeploymentInfo> => (await client.send(new GetDeploymentCommand({ deploymentId }))).deploymentInfo!;
  return {
    stage, client, look,
    async deploy(name, different = {}, hooks = {}) {
      seen.splice(0);
      const revision = inline(appSpec(await stage.define(name), hooks));
      const { deploymentId } = await client.send(new CreateDeploymentCommand({ applicationName: stage.cluster, deploymentGroupName: 'api', revision, ...different }));
      return deploymentId!;
    },
    target: async (deploymentId) => (await client.send(new GetDeploymentTargetCommand({ deploymentId, targetId: `${stage.cluster}:api` }))).deploymentTarget!.ecsTarget!,
    async ended(deploymentId) {
      const { phase } = await region.deployments.named(deploymentId).run.until((deployment) => !isActive(deployment) && !isRollbackAsked(deployment));
      if (phase.at === 'ended' && phase.outcome.status !== 'Succeeded' && phase.outcome.rollback.kind === 'started') {
        await region.deployments.named(phase.outcome.rollback.deployment).run.until((deployment) => !isActive(deployment));
      }
      return look(deploymentId);
    },
    broken(deploymentId) {
      const { policy } = region.deployments.named(deploymentId);
      return Object.entries(invariants).filter(([, invariant]) => !invariant.holds(frames(seen), policy)).map(([name]) => name);
    },
    async [Symbol.asyncDispose]() {
      watch[Symbol.dispose]();
      client.destroy();
      await stage[Symbol.asyncDispose]();
    },
  };
}

const isRollbackAsked = ({ phase }: Parameters<typeof isActive>[0]): boolean => phase.at === 'ended' && phase.outcome.status !== 'Succeeded' && phase.outcome.rollback.kind === 'asked';
