import { paginateListStackResources, type CloudFormationClient, type StackResourceSummary } from '@aws-sdk/client-cloudformation';
import { GetDeploymentGroupCommand, type CodeDeployClient, type DeploymentGroupInfo } from '@aws-sdk/client-codedeploy';
import { Trouble } from './trouble';

export interface Asked {
  readonly stage: string;
  readonly service: string;
}

/** The names of everything that belongs to one service, as AWS knows them. */
export interface FoundService extends Asked {
  readonly application: string;
  readonly deploymentGroup: string;
  readonly cluster: string;
  readonly ecsService: string;
  readonly productionListener: string;
  /** Names of the pair. */
  readonly targetGroups: readonly string[];
  readonly alarms: readonly string[];
  readonly terminationWaitMinutes: number;
  readonly releaseStack: string;
  /** Fingerprint of the topology that its stack publishes; `undefined`: none, or it is just being changed. */
  readonly topology: string | undefined;
}

const tierStack = ({ stage, service }: Asked): string => `${stage}-${service.charAt(0).toUpperCase()}${service.slice(1)}`;

/** Finds a service by the name of its topology stack. @throws Trouble when the stack is not there, or holds no deployment group */
export async function findService(clients: { readonly cloudformation: CloudFormationClient; readonly codedeploy: CodeDeployClient }, asked: Asked): Promise<FoundService> {
  const stack = tierStack(asked);
  const resources = await resourcesOf(clients.cloudformation, stack, asked);
  const [application, deploymentGroup] = ['Application', 'DeploymentGroup'].map((type) => resources.find(({ ResourceType }) => ResourceType === `AWS::CodeDeploy::${type}`)?.PhysicalResourceId);
  if (application === undefined || deploymentGroup === undefined) throw new Trouble('asked', `the stack ${stack} holds no deployment group: --service must be one that is released`);
  const { deploymentGroupInfo: info } = await clients.codedeploy.send(new GetDeploymentGroupCommand({ applicationName: application, deploymentGroupName: deploymentGroup }));
  return { ...asked, application, deploymentGroup, ...routesOf(info ?? {}), ...settingsOf(info ?? {}), releaseStack: `${stack}Release`, topology: topologyIn(resources, asked) };
}

/** A tier publishes what releases have to know in parameters under its fingerprint: `/changeover/<stage>/<service>/topology/<fingerprint>/<key>`. */
function topologyIn(resources: readonly StackResourceSummary[], { stage, service }: Asked): string | undefined {
  const root = `/changeover/${stage}/${service}/topology/`;
  const parts = resources.map(({ PhysicalResourceId = '' }) => PhysicalResourceId).filter((id) => id.startsWith(root)).map((id) => id.slice(root.length).split('/'));
  const [fingerprint, ...others] = new Set(parts.flatMap(([name = '', key]) => (key === undefined ? [] : [name])));
  return others.length === 0 ? fingerprint : undefined;
}

/** An ECS group has one service and one pair of target groups: https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_DeploymentGroupInfo.html */
function routesOf({ loadBalancerInfo, ecsServices: [service] = [] }: DeploymentGroupInfo): Pick<FoundService, 'cluster' | 'ecsService' | 'productionListener' | 'targetGroups'> {
  const [{ prodTrafficRoute, targetGroups = [] } = {}] = loadBalancerInfo?.targetGroupPairInfoList ?? [];
  return {
    cluster: service?.clusterName ?? '', ecsService: service?.serviceName ?? '',
    productionListener: prodTrafficRoute?.listenerArns?.[0] ?? '', targetGroups: targetGroups.map(({ name = '' }) => name),
  };
}

function settingsOf({ alarmConfiguration, blueGreenDeploymentConfiguration }: DeploymentGroupInfo): Pick<FoundService, 'alarms' | 'terminationWaitMinutes'> {
  const { enabled = false, alarms = [] } = alarmConfiguration ?? {};
  return {
    alarms: enabled ? alarms.map(({ name = '' }) => name) : [],
    terminationWaitMinutes: blueGreenDeploymentConfiguration?.terminateBlueInstancesOnDeploymentSuccess?.terminationWaitTimeInMinutes ?? 0,
  };
}

async function resourcesOf(client: CloudFormationClient, StackName: string, { stage, service }: Asked): Promise<readonly StackResourceSummary[]> {
  const found: StackResourceSummary[] = [];
  try {
    for await (const { StackResourceSummaries = [] } of paginateListStackResources({ client }, { StackName })) found.push(...StackResourceSummaries);
    return found;
  } catch (cause) {
    if (!(cause instanceof Error && cause.name === 'ValidationError')) throw cause;
    throw new Trouble('asked', `nothing of ${service} in ${stage} is deployed here: there is no stack ${StackName} in this account and region; --stage and --service must name what is, and the credentials must be of its account`);
  }
}
