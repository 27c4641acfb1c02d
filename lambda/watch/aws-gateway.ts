import { type CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { type CodeDeployClient, GetDeploymentGroupCommand, ListDeploymentsCommand, type DeploymentGroupInfo } from '@aws-sdk/client-codedeploy';
import { DescribeServicesCommand, type ECSClient } from '@aws-sdk/client-ecs';
import { DescribeRulesCommand, DescribeTargetHealthCommand, type ElasticLoadBalancingV2Client, ModifyRuleCommand, type Rule } from '@aws-sdk/client-elastic-load-balancing-v2';
import { unfinishedStatuses } from '../../lib/core/deployment/status';
import type { Health } from '../../lib/core/watch/judge-routes';
import { ruleShape, type SeenRule } from '../../lib/core/watch/rule-shape';
import type { DeploymentSight, Pair, RouteSight, RoutingSight, ScalingSight, WatchedAlarm } from '../../lib/core/watch/sight';
import type { AwsJson } from '../shared/aws-json';
import { termsOf } from '../shared/alarm-terms';
import { groupGuards } from '../shared/group-guards';
import type { WatchGateway } from './gateway';

export interface WatchClients {
  readonly codedeploy: CodeDeployClient;
  readonly ecs: ECSClient;
  readonly balancing: ElasticLoadBalancingV2Client;
  readonly cloudwatch: CloudWatchClient;
  /** Application Auto Scaling. */
  readonly scaling: AwsJson;
}

export interface WatchNames {
  readonly application: string;
  readonly deploymentGroup: string;
  readonly cluster: string;
  readonly service: string;
  /** The ARNs of the rules that forward to the pair. */
  readonly rules: Readonly<Record<RouteSight['route'], string>>;
  readonly pair: Pair;
  readonly alarms: readonly string[];
}

/** CodeDeploy begins a rollback within seconds of an end; until then the weights are nobody's but its. */
const SETTLING_MS = 180_000;

export function awsGateway(clients: WatchClients, names: WatchNames): WatchGateway {
  const { codedeploy, ecs, balancing, cloudwatch, scaling } = clients;
  const target = { ServiceNamespace: 'ecs', ResourceId: `service/${names.cluster}/${names.service}`, ScalableDimension: 'ecs:service:DesiredCount' };
  const group = { applicationName: names.application, deploymentGroupName: names.deploymentGroup };
  const groupInfo = async (): Promise<DeploymentGroupInfo> => (await codedeploy.send(new GetDeploymentGroupCommand(group))).deploymentGroupInfo ?? {};
  const routing = async (now: Date, info: DeploymentGroupInfo): Promise<RoutingSight> => {
    const [{ deployments = [] }, { services }, { Rules = [] }] = await Promise.all([
      codedeploy.send(new ListDeploymentsCommand({ ...group, includeOnlyStatuses: [...unfinishedStatuses] })),
      ecs.send(new DescribeServicesCommand({ cluster: names.cluster, services: [names.service] })),
      rulesOf(balancing, names),
    ]);
    const primary = services?.[0]?.taskSets?.find(({ status }) => status === 'PRIMARY');
    return {
      deployment: deploymentSight(deployments, info, now),
      primary: primary && { targetGroup: primary.loadBalancers?.[0]?.targetGroupArn ?? '', desired: primary.computedDesiredCount ?? 0 },
      routes: (['production', 'test'] as const).map((route) => ({ route, shape: ruleShape(seenRule(Rules.find(({ RuleArn }) => RuleArn === names.rules[route])), names.pair) })),
    };
  };
  return {
    async look(now) {
      const info = await groupInfo();
      const [routed, scaled, alarms] = await Promise.all([routing(now, info), scalingOf(scaling, target), alarmsOf(cloudwatch, names.alarms)]);
      return { ...routed, scaling: scaled, alarms, group: groupGuards(info) };
    },
    async lookAgain(now) {
      const healthy: Health = Object.fromEntries(await Promise.all(names.pair.map(async (arn) => [arn, await healthyIn(balancing, arn)] as const)));
      // Last, so that nothing lies between it and what follows from it.
      return { healthy, sight: await routing(now, await groupInfo()) };
    },
    async setWeights(route, weights) {
      const TargetGroups = weights.map(({ targetGroup, weight }) => ({ TargetGroupArn: targetGroup, Weight: weight }));
      await balancing.send(new ModifyRuleCommand({ RuleArn: names.rules[route], Actions: [{ Type: 'forward', ForwardConfig: { TargetGroups } }] }));
    },
    async setSuspension({ scaleIn, scaleOut, scheduled }) {
      const SuspendedState = { DynamicScalingInSuspended: scaleIn, DynamicScalingOutSuspended: scaleOut, ScheduledScalingSuspended: scheduled };
      await scaling('RegisterScalableTarget', { ...target, SuspendedState });
    },
  };
}

/** @param now by AWS's clock, as the end of a deployment is */
function deploymentSight([active]: readonly string[], { lastAttemptedDeployment: last }: DeploymentGroupInfo, now: Date): DeploymentSight {
  if (active !== undefined) return { kind: 'active', id: active };
  const early = last?.status === 'Failed' || last?.status === 'Stopped';
  if (!early || last.endTime === undefined || now.getTime() - last.endTime.getTime() > SETTLING_MS) return { kind: 'none' };
  return { kind: 'settling', id: last.deploymentId ?? '' };
}

async function rulesOf(balancing: ElasticLoadBalancingV2Client, { rules }: WatchNames): Promise<{ readonly Rules?: readonly Rule[] }> {
  const arns = Object.values(rules);
  try {
    return await balancing.send(new DescribeRulesCommand({ RuleArns: arns })) as { readonly Rules?: readonly Rule[] };
  } catch (cause) {
    if (!(cause instanceof Error && cause.name === 'RuleNotFoundException')) throw cause;
  }
  // One that is gone hides the other.
  const each = await Promise.all(arns.map((arn) => balancing.send(new DescribeRulesCommand({ RuleArns: [arn] })).catch(() => ({ Rules: [] }))));
  return { Rules: each.flatMap(({ Rules = [] }) => Rules) };
}

function seenRule(rule: Rule | undefined): SeenRule | undefined {
  if (rule === undefined) return undefined;
  const { Priority: priority = '', Conditions = [], Actions = [] } = rule;
  return {
    priority,
    conditions: Conditions.flatMap(({ Field = '', PathPatternConfig, Values }) => (PathPatternConfig?.Values ?? Values ?? ['']).map((value) => `${Field} ${value}`)),
    actions: Actions.map(({ Type: type = '', ForwardConfig, TargetGroupArn }) => ({
      type,
      weights: (ForwardConfig?.TargetGroups ?? (TargetGroupArn === undefined ? undefined : [{ TargetGroupArn, Weight: 1 }]))
        ?.map(({ TargetGroupArn: targetGroup = '', Weight: weight = 1 }) => ({ targetGroup, weight })),
    })),
  };
}

async function healthyIn(balancing: ElasticLoadBalancingV2Client, TargetGroupArn: string): Promise<number> {
  const { TargetHealthDescriptions = [] } = await balancing.send(new DescribeTargetHealthCommand({ TargetGroupArn }));
  return TargetHealthDescriptions.filter(({ TargetHealth }) => TargetHealth?.State === 'healthy').length;
}

async function scalingOf(scaling: AwsJson, { ServiceNamespace, ResourceId, ScalableDimension }: { readonly ServiceNamespace: string; readonly ResourceId: string; readonly ScalableDimension: string }): Promise<ScalingSight> {
  const answer = await scaling('DescribeScalableTargets', { ServiceNamespace, ResourceIds: [ResourceId], ScalableDimension });
  const [found] = answer['ScalableTargets'] as readonly { readonly SuspendedState?: Readonly<Record<string, boolean>> }[];
  if (found === undefined) return undefined;
  const { DynamicScalingInSuspended = false, DynamicScalingOutSuspended = false, ScheduledScalingSuspended = false } = found.SuspendedState ?? {};
  return { scaleIn: DynamicScalingInSuspended, scaleOut: DynamicScalingOutSuspended, scheduled: ScheduledScalingSuspended };
}

async function alarmsOf(cloudwatch: CloudWatchClient, names: readonly string[]): Promise<readonly WatchedAlarm[]> {
  // Asked for no name, CloudWatch tells of all.
  if (names.length === 0) return [];
  const { MetricAlarms = [] } = await cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames: [...names] }));
  return MetricAlarms.map((alarm) => ({ name: alarm.AlarmName ?? '', actionsEnabled: alarm.ActionsEnabled === true, terms: termsOf(alarm) }));
}
