import { DescribeStacksCommand, paginateListStackResources, type CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DescribeAlarmsCommand, type CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DescribeServicesCommand, DescribeTaskDefinitionCommand, type ECSClient, type TaskDefinition, type TaskSet } from '@aws-sdk/client-ecs';
import { DescribeRulesCommand, type ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { contentOf } from '../../core/release/content';
import type { ReleaseStackStanding, Standing, StandingTaskSet } from '../../core/standing/standing';
import { instant, type Instant } from '../../core/units';
import type { FoundService } from './find-service';
import type { ReadDeployment } from './read-deployment';

export interface StandingClients {
  readonly ecs: ECSClient;
  readonly balancing: ElasticLoadBalancingV2Client;
  readonly cloudwatch: CloudWatchClient;
  readonly cloudformation: CloudFormationClient;
}

/** Everything about a service that is not its deployment. @param now by the clock of whoever asks */
export async function readStanding(clients: StandingClients, found: FoundService, read: ReadDeployment | undefined, now: Instant): Promise<Standing> {
  const { services } = await clients.ecs.send(new DescribeServicesCommand({ cluster: found.cluster, services: [found.ecsService] }));
  const taskSets = services?.[0]?.taskSets ?? [];
  const definitions = new Map(await Promise.all(taskSets.map(async ({ taskDefinition = '' }) => [taskDefinition, await definitionOf(clients.ecs, taskDefinition)] as const)));
  const [shares, red, releaseStack] = await Promise.all([
    sharesOf(clients.balancing, found), redOf(clients.cloudwatch, found.alarms),
    stackOf(clients, found, definitions.get(taskSets.find(({ status }) => status === 'PRIMARY')?.taskDefinition ?? '')),
  ]);
  return {
    stage: found.stage, service: found.service, red, releaseStack, deployment: read?.deployment,
    // A clock that is behind AWS's is set right by the newest moment that AWS has told: time in a local region runs faster than here.
    now: instant(Math.max(now, read?.toldAt ?? 0)),
    taskSets: taskSets.toSorted((one, other) => Number(other.createdAt) - Number(one.createdAt)).map((taskSet) => view(taskSet, releaseIn(definitions.get(taskSet.taskDefinition ?? '')), shares)),
  };
}

function view({ id = '', status, runningCount = 0, computedDesiredCount = 0, loadBalancers }: TaskSet, release: string | undefined, shares: ReadonlyMap<string, number>): StandingTaskSet {
  return { id, status: status as StandingTaskSet['status'], release, running: runningCount, desired: computedDesiredCount, share: shares.get(loadBalancers?.[0]?.targetGroupArn ?? '') };
}

const definitionOf = async (ecs: ECSClient, taskDefinition: string): Promise<TaskDefinition> => (await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition }))).taskDefinition ?? {};

/** A release tells its tasks which one it is. */
const releaseIn = (definition: TaskDefinition | undefined): string | undefined =>
  definition?.containerDefinitions?.flatMap(({ environment }) => environment ?? []).find(({ name }) => name === 'RELEASE')?.value;

/** Share of the customers of the production listener by the ARN of a target group of the pair, in percent. */
async function sharesOf(balancing: ElasticLoadBalancingV2Client, { productionListener, targetGroups }: FoundService): Promise<ReadonlyMap<string, number>> {
  const { Rules = [] } = await balancing.send(new DescribeRulesCommand({ ListenerArn: productionListener }));
  const forwarded = Rules.flatMap(({ Actions = [] }) => Actions.flatMap(({ ForwardConfig }) => ForwardConfig?.TargetGroups ?? []));
  const ofPair = forwarded.filter(({ TargetGroupArn = '' }) => targetGroups.includes(TargetGroupArn.split('/').at(-2) ?? ''));
  const total = ofPair.reduce((sum, { Weight = 0 }) => sum + Weight, 0);
  return new Map(ofPair.map(({ TargetGroupArn = '', Weight = 0 }) => [TargetGroupArn, total === 0 ? 0 : (100 * Weight) / total]));
}

async function redOf(cloudwatch: CloudWatchClient, names: readonly string[]): Promise<readonly string[]> {
  if (names.length === 0) return [];
  const { MetricAlarms = [] } = await cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames: [...names], StateValue: 'ALARM' }));
  return MetricAlarms.map(({ AlarmName = '' }) => AlarmName);
}

/** What the release stack holds: the one of its task definitions that is of the same family as what runs. */
async function stackOf({ ecs, cloudformation }: StandingClients, { releaseStack: name }: FoundService, live: TaskDefinition | undefined): Promise<ReleaseStackStanding> {
  const { Stacks } = await cloudformation.send(new DescribeStacksCommand({ StackName: name })).catch((cause: unknown) => {
    if (cause instanceof Error && cause.name === 'ValidationError') return { Stacks: [] };
    throw cause;
  });
  const status = Stacks?.[0]?.StackStatus;
  if (status === undefined) return { kind: 'none', name };
  const arns: string[] = [];
  for await (const { StackResourceSummaries = [] } of paginateListStackResources({ client: cloudformation }, { StackName: name })) {
    arns.push(...StackResourceSummaries.filter(({ ResourceType }) => ResourceType === 'AWS::ECS::TaskDefinition').map(({ PhysicalResourceId = '' }) => PhysicalResourceId));
  }
  const held = (await Promise.all(arns.filter((arn) => arn !== '').map((arn) => definitionOf(ecs, arn)))).find(({ family }) => family === live?.family);
  return { kind: 'there', name, status, release: releaseIn(held), agrees: held !== undefined && live !== undefined && contentOf({ ...held }) === contentOf({ ...live }) };
}
