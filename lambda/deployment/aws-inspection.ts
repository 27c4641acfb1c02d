import { type CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { type CloudWatchClient, DescribeAlarmsCommand, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { type CodeDeployClient, GetDeploymentGroupCommand } from '@aws-sdk/client-codedeploy';
import { DescribeServicesCommand, DescribeTaskDefinitionCommand, type ECSClient } from '@aws-sdk/client-ecs';
import { DescribeRulesCommand, type ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { AlarmView, GroupView, Inspection, RouteView, StackView } from '../../lib/core/release/inspection';
import { termsOf } from '../shared/alarm-terms';
import { groupGuards } from '../shared/group-guards';

export interface InspectionClients {
  readonly codedeploy: CodeDeployClient;
  readonly ecs: ECSClient;
  readonly cloudwatch: CloudWatchClient;
  readonly balancing: ElasticLoadBalancingV2Client;
  readonly cloudformation: CloudFormationClient;
}

export interface InspectionNames {
  readonly application: string;
  readonly deploymentGroup: string;
  readonly cluster: string;
  readonly service: string;
  readonly alarms: readonly string[];
  /** The ARNs of the rules that forward to the pair. */
  readonly rules: { readonly production: string; readonly test: string };
  /** Names of the stacks that the release stands on. */
  readonly stacks: readonly string[];
}

/** A day holds an hour in which every shop is open. */
const HOURS = 24;
const PERIOD_SECONDS = 300;

/** Looks at everything that a release depends on. @param now the moment by AWS's clock */
export async function inspect(clients: InspectionClients, names: InspectionNames, now: Date): Promise<Inspection> {
  const primary = await primaryOf(clients.ecs, names);
  const [group, alarms, routes, requests, stacks] = await Promise.all([
    groupOf(clients.codedeploy, names),
    alarmsOf(clients.cloudwatch, names.alarms),
    Promise.all((['production', 'test'] as const).map((route) => routeOf(clients.balancing, route, names.rules[route]))),
    primary === undefined ? 0 : requestsTo(clients.cloudwatch, names.rules.production, primary.targetGroup, now),
    Promise.all(names.stacks.map((name) => stackOf(clients.cloudformation, name))),
  ]);
  return { group, alarms, routes, primary, requests: { count: requests, hours: HOURS }, stacks };
}

async function primaryOf(ecs: ECSClient, { cluster, service }: InspectionNames): Promise<Inspection['primary']> {
  const { services } = await ecs.send(new DescribeServicesCommand({ cluster, services: [service] }));
  const taskSet = services?.[0]?.taskSets?.find(({ status }) => status === 'PRIMARY');
  if (taskSet?.taskDefinition === undefined) return undefined;
  const { taskDefinition } = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: taskSet.taskDefinition }));
  return { taskDefinition: taskSet.taskDefinition, active: taskDefinition?.status === 'ACTIVE', targetGroup: taskSet.loadBalancers?.[0]?.targetGroupArn ?? '' };
}

async function groupOf(codedeploy: CodeDeployClient, { application, deploymentGroup }: InspectionNames): Promise<GroupView> {
  const { deploymentGroupInfo: info } = await codedeploy.send(new GetDeploymentGroupCommand({ applicationName: application, deploymentGroupName: deploymentGroup }));
  return groupGuards(info ?? {});
}

async function alarmsOf(cloudwatch: CloudWatchClient, names: readonly string[]): Promise<readonly AlarmView[]> {
  // Asked for no name, CloudWatch tells of all.
  if (names.length === 0) return [];
  const { MetricAlarms = [] } = await cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames: [...names] }));
  return MetricAlarms.map((alarm) => {
    const { AlarmName = '', StateValue = 'INSUFFICIENT_DATA', ActionsEnabled, StateReason = 'no reason given' } = alarm;
    return { name: AlarmName, state: StateValue, actionsEnabled: ActionsEnabled === true, because: StateReason, terms: termsOf(alarm) };
  });
}

async function routeOf(balancing: ElasticLoadBalancingV2Client, route: RouteView['route'], arn: string): Promise<RouteView> {
  const { Rules } = await balancing.send(new DescribeRulesCommand({ RuleArns: [arn] })).catch((cause: unknown) => {
    if (cause instanceof Error && cause.name === 'RuleNotFoundException') return { Rules: [] };
    throw cause;
  });
  const groups = Rules?.[0]?.Actions?.at(-1)?.ForwardConfig?.TargetGroups;
  return { route, weights: Rules?.[0] && (groups ?? []).map(({ TargetGroupArn = '', Weight = 1 }) => ({ targetGroup: TargetGroupArn, weight: Weight })) };
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html: nothing is published for a minute without requests. */
async function requestsTo(cloudwatch: CloudWatchClient, ruleArn: string, targetGroupArn: string, now: Date): Promise<number> {
  const { MetricDataResults } = await cloudwatch.send(new GetMetricDataCommand({
    StartTime: new Date(now.getTime() - HOURS * 3_600_000), EndTime: now,
    MetricDataQueries: [{ Id: 'requests', MetricStat: { Stat: 'Sum', Period: PERIOD_SECONDS, Metric: {
      Namespace: 'AWS/ApplicationELB', MetricName: 'RequestCount',
      Dimensions: [{ Name: 'LoadBalancer', Value: balancerIn(ruleArn) }, { Name: 'TargetGroup', Value: targetGroupArn.split(':').at(-1) ?? '' }],
    } } }],
  }));
  return MetricDataResults?.[0]?.Values?.reduce((sum, value) => sum + value, 0) ?? 0;
}

/** `arn:...:listener-rule/app/<name>/<id>/<listener>/<rule>` names its balancer as metrics do. */
const balancerIn = (ruleArn: string): string => ruleArn.split('/').slice(1, 4).join('/');

async function stackOf(cloudformation: CloudFormationClient, name: string): Promise<StackView> {
  const { Stacks } = await cloudformation.send(new DescribeStacksCommand({ StackName: name })).catch((cause: unknown) => {
    if (cause instanceof Error && cause.name === 'ValidationError') return { Stacks: [] };
    throw cause;
  });
  return { name, status: Stacks?.[0]?.StackStatus };
}
