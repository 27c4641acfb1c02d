import type { QueryInput, QueryOperation } from '../endpoint/query-protocol';
import { listOf } from '../fields';
import { ServiceError } from '../service-error';
import { describeBalancer, describeGroup, describeHealth, describeListener, describeRule, describeRules } from './describe';
import type { LoadBalancing } from './load-balancing';
import { readAction } from './resources/read-action';

/**
 * What clients ask Elastic Load Balancing: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Operations.html
 *
 * Everything fits on one page here, so no answer has a marker.
 */
export function balancingOperations(balancing: LoadBalancing): Readonly<Record<string, QueryOperation>> {
  return {
    DescribeLoadBalancers: async (input) => {
      only(input, ['LoadBalancerArns', 'Names', 'PageSize']);
      return { LoadBalancers: wanted([...balancing.loadBalancers.values()], input.list('LoadBalancerArns'), input.list('Names'), 'LoadBalancerNotFound', 'load balancers').map(describeBalancer) };
    },
    ModifyLoadBalancerAttributes: async (input) => {
      only(input, ['LoadBalancerArn', 'Attributes']);
      const known = balancing.loadBalancer(input.text('LoadBalancerArn') ?? '');
      const given = listOf(input.tree['Attributes']).map(({ Key, Value }) => [String(Key), String(Value)] as const);
      const others = given.filter(([name]) => name !== 'deletion_protection.enabled').map(([name]) => name);
      if (others.length > 0) throw new ServiceError('InvalidConfigurationRequest', `the region changes deletion_protection.enabled alone by this operation, got ${others.join(', ')}`);
      for (const [, value] of given) known.settings = { ...known.settings, protectedFromDeletion: value === 'true' };
      return { Attributes: given.map(([Key, Value]) => ({ Key, Value })) };
    },
    DescribeListeners: async (input) => {
      only(input, ['ListenerArns', 'LoadBalancerArn', 'PageSize']);
      const balancer = input.text('LoadBalancerArn');
      if (balancer !== undefined) balancing.loadBalancer(balancer);
      const found = wanted([...balancing.listeners.values()], input.list('ListenerArns'), [], 'ListenerNotFound', 'listeners');
      return { Listeners: found.filter(({ loadBalancerArn }) => balancer === undefined || loadBalancerArn === balancer).map(describeListener) };
    },
    DescribeRules: async (input) => {
      only(input, ['ListenerArn', 'RuleArns', 'PageSize']);
      const [listenerArn, arns] = [input.text('ListenerArn'), input.list('RuleArns')];
      if ((listenerArn === undefined) === (arns.length === 0)) throw new ServiceError('ValidationError', 'You must specify either listener ARN or rule ARNs');
      if (listenerArn !== undefined && !balancing.listeners.has(listenerArn)) throw new ServiceError('ListenerNotFound', `One or more listeners not found: ${listenerArn}`);
      const all = [...balancing.listeners.values()].flatMap((listener) => describeRules(listener, [...balancing.rules.values()]));
      return { Rules: arns.length === 0 ? all.filter((rule) => rule.listenerArn === listenerArn).map(({ shown }) => shown) : wanted(all, arns, [], 'RuleNotFound', 'rules').map(({ shown }) => shown) };
    },
    ModifyRule: async (input) => {
      only(input, ['RuleArn', 'Actions']);
      const arn = input.text('RuleArn') ?? '';
      if (arn.endsWith('/default')) throw new ServiceError('OperationNotPermitted', `Default rule '${arn}' cannot be modified`);
      const rule = balancing.rules.get(arn);
      if (rule === undefined) throw new ServiceError('RuleNotFound', `One or more rules not found: ${arn}`);
      const action = readAction(input.tree['Actions']);
      balancing.checkTargets(action, balancing.listeners.get(rule.listenerArn)?.loadBalancerArn ?? '');
      rule.action = action;
      await balancing.apply();
      return { Rules: [describeRule(rule).shown] };
    },
    DescribeTargetGroups: async (input) => {
      only(input, ['LoadBalancerArn', 'TargetGroupArns', 'Names', 'PageSize']);
      const balancer = input.text('LoadBalancerArn');
      const found = wanted([...balancing.groups.values()], input.list('TargetGroupArns'), input.list('Names'), 'TargetGroupNotFound', 'target groups');
      const served = found.map((group) => ({ group, behind: balancing.behind(group.arn).map(({ arn }) => arn) }));
      return { TargetGroups: served.filter(({ behind }) => balancer === undefined || behind.includes(balancer)).map(({ group, behind }) => describeGroup(group, behind)) };
    },
    DescribeTargetHealth: async (input) => {
      only(input, ['TargetGroupArn']);
      const group = balancing.group(input.text('TargetGroupArn') ?? '');
      return { TargetHealthDescriptions: [...group.targets.values()].map(describeHealth) };
    },
  };
}

function only({ fields }: QueryInput, served: readonly string[]): void {
  const others = fields.filter((field) => !served.includes(field));
  if (others.length > 0) throw new ServiceError('ValidationError', `the region does not serve ${others.join(', ')}`);
}

/** All of them, or those that are asked for by ARN or by name. @throws ServiceError `code` when one is not there */
function wanted<T extends { readonly arn: string; readonly name?: string }>(all: readonly T[], arns: readonly string[], names: readonly string[], code: string, what: string): readonly T[] {
  if (arns.length === 0 && names.length === 0) return all;
  const missing = [...arns.filter((arn) => !all.some((one) => one.arn === arn)), ...names.filter((name) => !all.some((one) => one.name === name))];
  if (missing.length > 0) throw new ServiceError(code, `One or more ${what} not found: ${missing.join(', ')}`);
  return all.filter(({ arn, name }) => arns.includes(arn) || (name !== undefined && names.includes(name)));
}
