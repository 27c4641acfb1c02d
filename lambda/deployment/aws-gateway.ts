import { type CloudFormationClient, DescribeStacksCommand, paginateDescribeStackEvents } from '@aws-sdk/client-cloudformation';
import type { CodeDeployClient, DeploymentInfo } from '@aws-sdk/client-codedeploy';
import {
  CreateDeploymentCommand, GetDeploymentCommand, GetDeploymentTargetCommand, ListDeploymentsCommand, ListDeploymentTargetsCommand, StopDeploymentCommand,
} from '@aws-sdk/client-codedeploy';
import { type ContainerDefinition, DescribeServicesCommand, DescribeTaskDefinitionCommand, DescribeTasksCommand, RunTaskCommand, type ECSClient } from '@aws-sdk/client-ecs';
import { StartExecutionCommand, type SFNClient } from '@aws-sdk/client-sfn';
import type { TaskNetwork } from '../../lib/core/release/app-spec';
import { unfinishedStatuses } from '../../lib/core/deployment/status';
import type { Artifact } from '../../lib/core/ledger/fact';
import { imageReference } from '../../lib/core/ledger/image-reference';
import { WORKLOAD_LABEL } from '../../lib/core/ledger/names';
import { contentOf } from '../../lib/core/release/content';
import type { RollbackView } from '../../lib/core/release/situation';
import type { Gateway, RunningTaskSet } from './gateway';

export interface GatewayClients {
  readonly codedeploy: CodeDeployClient;
  readonly ecs: ECSClient;
  readonly states: SFNClient;
  readonly cloudformation: CloudFormationClient;
}

export interface AwsNames {
  readonly application: string;
  readonly deploymentGroup: string;
  readonly cluster: string;
  readonly service: string;
  readonly stateMachineArn: string;
  readonly network: TaskNetwork;
}

/** Between two tries of one request a group can have no more than a deployment of ours and its rollback. */
const NEWEST = 5;
const ALL_AT_ONCE = 'CodeDeployDefault.ECSAllAtOnce';

export function awsGateway({ codedeploy, ecs, states, cloudformation }: GatewayClients, names: AwsNames): Gateway {
  const group = { applicationName: names.application, deploymentGroupName: names.deploymentGroup };
  const infoOf = async (deploymentId: string): Promise<DeploymentInfo> =>
    (await codedeploy.send(new GetDeploymentCommand({ deploymentId }))).deploymentInfo ?? {};
  return {
    async taskSets() {
      const { services } = await ecs.send(new DescribeServicesCommand({ cluster: names.cluster, services: [names.service] }));
      return (services?.[0]?.taskSets ?? []).map(({ status, taskDefinition, externalId }): RunningTaskSet =>
        // CodeDeploy writes its deployment there: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskSet.html
        ({ status: status as RunningTaskSet['status'], taskDefinition: taskDefinition ?? '', broughtBy: externalId }));
    },
    async definition(taskDefinition) {
      const { taskDefinition: found, tags } = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition, include: ['TAGS'] }));
      const artifacts = (found?.containerDefinitions ?? []).map(artifactOf);
      return {
        content: contentOf({ ...found }), placeholder: tags?.some(({ key }) => key === 'changeover:placeholder') === true,
        release: artifacts.find(({ release }) => release !== '')?.release, artifacts,
      };
    },
    async activeDeployment() {
      const { deployments } = await codedeploy.send(new ListDeploymentsCommand({ ...group, includeOnlyStatuses: [...unfinishedStatuses] }));
      const [id] = deployments ?? [];
      if (id === undefined) return undefined;
      const { description = '', rollbackInfo } = await infoOf(id);
      return { id, description, isRollback: rollbackInfo?.rollbackTriggeringDeploymentId !== undefined };
    },
    async stack(id) {
      const { Stacks } = await cloudformation.send(new DescribeStacksCommand({ StackName: id }));
      return { status: Stacks?.[0]?.StackStatus ?? '', update: await beginOf(cloudformation, id) };
    },
    async deploymentDescribed(description) {
      const { deployments } = await codedeploy.send(new ListDeploymentsCommand(group));
      const newest = (deployments ?? []).slice(0, NEWEST);
      const infos = await Promise.all(newest.map(infoOf));
      return infos.find((info) => info.description === description)?.deploymentId;
    },
    async deployment(id) {
      const info = await infoOf(id);
      if (info.status === 'Succeeded') return { status: 'succeeded' };
      if (info.status === 'Failed' || info.status === 'Stopped') {
        return { status: 'ended', why: await whyEnded(codedeploy, id, info), rollback: await rollbackOf(info, infoOf) };
      }
      const target = await targetOf(codedeploy, id);
      if (target?.status === 'Succeeded') return { status: 'shifted' };
      const install = target?.lifecycleEvents?.find(({ lifecycleEventName }) => lifecycleEventName === 'Install');
      return { status: 'running', installing: install?.status === 'InProgress' };
    },
    async startMigration(taskDefinition, token) {
      const { tasks, failures } = await ecs.send(new RunTaskCommand({
        cluster: names.cluster, taskDefinition, count: 1, launchType: 'FARGATE', clientToken: token, startedBy: 'changeover-migration',
        networkConfiguration: { awsvpcConfiguration: { subnets: [...names.network.subnets], securityGroups: [...names.network.securityGroups], assignPublicIp: names.network.assignPublicIp } },
      }));
      const arn = tasks?.[0]?.taskArn;
      if (arn === undefined) throw new Error(`the migration task could not be started: ${failures?.[0]?.reason ?? 'no reason given'}`);
      return arn;
    },
    async migration(task) {
      const { tasks } = await ecs.send(new DescribeTasksCommand({ cluster: names.cluster, tasks: [task] }));
      const found = tasks?.[0];
      if (found?.lastStatus !== 'STOPPED') return { status: 'running' };
      const exitCode = found.containers?.[0]?.exitCode;
      return { status: 'ended', exitCode, why: `${found.stoppedReason ?? 'the task ended'}${exitCode === undefined ? '' : ` (exit code ${exitCode})`}` };
    },
    async createDeployment({ appSpec, description, allAtOnce, alarms }) {
      const { deploymentId } = await codedeploy.send(new CreateDeploymentCommand({
        ...group, description, revision: { revisionType: 'AppSpecContent', appSpecContent: { content: appSpec } },
        ...(allAtOnce ? { deploymentConfigName: ALL_AT_ONCE } : {}),
        ...(alarms && { overrideAlarmConfiguration: { enabled: true, ignorePollAlarmFailure: false, alarms: alarms.map((name) => ({ name })) } }),
      }));
      if (deploymentId === undefined) throw new Error('CodeDeploy created a deployment without an id');
      return deploymentId;
    },
    async stopDeployment(deploymentId) {
      await codedeploy.send(new StopDeploymentCommand({ deploymentId, autoRollbackEnabled: true })).catch((cause: unknown) => {
        if (!(cause instanceof Error && cause.name === 'DeploymentAlreadyCompletedException')) throw cause;
      });
    },
    async startMachine(name, input) {
      await states.send(new StartExecutionCommand({ stateMachineArn: names.stateMachineArn, name, input })).catch((cause: unknown) => {
        // CloudFormation's event came twice: the first one is being worked on, or is answered already.
        if (!(cause instanceof Error && cause.name === 'ExecutionAlreadyExists')) throw cause;
      });
    },
  };
}

/**
 * The event with which the newest update of a stack began; a way back is a part of it.
 *
 * Events come newest first, and the stack's own bear its id: https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackEvents.html.
 * The time of the last update is no such name: nothing says whether a way back changes it.
 */
async function beginOf(client: CloudFormationClient, id: string): Promise<string> {
  for await (const { StackEvents = [] } of paginateDescribeStackEvents({ client }, { StackName: id })) {
    const begin = StackEvents.find(({ PhysicalResourceId, ResourceStatus = '' }) => PhysicalResourceId === id && /^(CREATE|UPDATE)_IN_PROGRESS$/.test(ResourceStatus));
    if (begin?.EventId !== undefined) return begin.EventId;
  }
  throw new Error(`CloudFormation tells of no event with which an update of ${id} began`);
}

/** What a container says that it runs. */
const artifactOf = ({ image = '', environment, dockerLabels }: ContainerDefinition): Artifact => ({
  release: environment?.find(({ name }) => name === 'RELEASE')?.value ?? '', workload: dockerLabels?.[WORKLOAD_LABEL] ?? '', image: imageReference(image) ?? '',
});

type Target = NonNullable<NonNullable<Awaited<ReturnType<typeof getTarget>>['deploymentTarget']>['ecsTarget']>;

const getTarget = (codedeploy: CodeDeployClient, deploymentId: string, targetId: string) =>
  codedeploy.send(new GetDeploymentTargetCommand({ deploymentId, targetId }));

/** An ECS deployment has one target; early in a deployment there is none yet. */
async function targetOf(codedeploy: CodeDeployClient, deploymentId: string): Promise<Target | undefined> {
  try {
    const { targetIds } = await codedeploy.send(new ListDeploymentTargetsCommand({ deploymentId }));
    const [targetId] = targetIds ?? [];
    return targetId === undefined ? undefined : (await getTarget(codedeploy, deploymentId, targetId)).deploymentTarget?.ecsTarget;
  } catch (cause) {
    if (cause instanceof Error && cause.name === 'DeploymentNotStartedException') return undefined;
    throw cause;
  }
}

async function whyEnded(codedeploy: CodeDeployClient, id: string, { status, errorInformation }: DeploymentInfo): Promise<string> {
  const target = await targetOf(codedeploy, id);
  const event = target?.lifecycleEvents?.find((candidate) => candidate.status === 'Failed')?.lifecycleEventName;
  const where = event === undefined ? '' : ` in ${event}`;
  return `${status === 'Stopped' ? 'stopped' : 'failed'}${where}: ${errorInformation?.code ?? 'no code'}, ${errorInformation?.message ?? 'no message'}`;
}

async function rollbackOf({ rollbackInfo, autoRollbackConfiguration }: DeploymentInfo, infoOf: (id: string) => Promise<DeploymentInfo>): Promise<RollbackView> {
  const id = rollbackInfo?.rollbackDeploymentId;
  if (id === undefined) return autoRollbackConfiguration?.enabled === true ? { kind: 'awaited' } : { kind: 'none' };
  const { status } = await infoOf(id);
  if (status === 'Succeeded') return { kind: 'ended', id, succeeded: true };
  return status === 'Failed' || status === 'Stopped' ? { kind: 'ended', id, succeeded: false } : { kind: 'running', id };
}
