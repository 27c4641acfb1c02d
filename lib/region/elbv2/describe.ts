import { actionOf, type Listener, type LoadBalancer, type RoutingAction, type Rule, type TargetGroup } from './live';
import type { RegisteredTarget } from './registered-target';

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancer.html */
export const describeBalancer = ({ arn, name, dnsName }: LoadBalancer): object => ({ LoadBalancerArn: arn, LoadBalancerName: name, DNSName: dnsName, Type: 'application', State: { Code: 'active' }, IpAddressType: 'ipv4' });

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Listener.html */
export const describeListener = (listener: Listener): object => ({
  ListenerArn: listener.arn, LoadBalancerArn: listener.loadBalancerArn, Port: listener.port, Protocol: listener.protocol,
  ...(listener.certificateArn === undefined ? {} : { Certificates: [{ CertificateArn: listener.certificateArn }] }), DefaultActions: [describeAction(actionOf(listener))],
});

export interface DescribedRule {
  readonly arn: string;
  readonly listenerArn: string;
  readonly shown: object;
}

/** Rules by their priority; the default one is last: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Rule.html */
export function describeRules(listener: Listener, rules: readonly Rule[]): readonly DescribedRule[] {
  const own = rules.filter(({ listenerArn }) => listenerArn === listener.arn).toSorted((one, other) => one.priority - other.priority);
  const arn = listener.arn.replace(':listener/', ':listener-rule/').concat('/default');
  return [...own.map(describeRule), { arn, listenerArn: listener.arn, shown: { RuleArn: arn, Priority: 'default', Conditions: [], Actions: [describeAction(listener.defaultAction)], IsDefault: true } }];
}

export const describeRule = (rule: Rule): DescribedRule => ({
  arn: rule.arn, listenerArn: rule.listenerArn, shown: { RuleArn: rule.arn, Priority: String(rule.priority), Conditions: conditionsOf(rule), Actions: [describeAction(rule.action)], IsDefault: false },
});

function conditionsOf({ paths, hosts }: Rule): readonly object[] {
  return [
    ...(paths === undefined ? [] : [{ Field: 'path-pattern', Values: paths, PathPatternConfig: { Values: paths } }]),
    ...(hosts === undefined ? [] : [{ Field: 'host-header', Values: hosts, HostHeaderConfig: { Values: hosts } }]),
  ];
}

/** A forward to one group says it at the top too, one to several does not. */
function describeAction(action: RoutingAction): object {
  switch (action.kind) {
    case 'forward': {
      const [first, ...others] = action.groups;
      const alone = first !== undefined && others.length === 0 ? { TargetGroupArn: first.arn } : {};
      return { Type: 'forward', ...alone, ForwardConfig: { TargetGroups: action.groups.map(({ arn, weight }) => ({ TargetGroupArn: arn, Weight: weight })), TargetGroupStickinessConfig: { Enabled: false } } };
    }
    case 'fixed-response': return { Type: 'fixed-response', FixedResponseConfig: { StatusCode: String(action.status), ContentType: action.contentType, MessageBody: action.body } };
    case 'redirect': {
      const { protocol, host, port, path, query, status } = action;
      return { Type: 'redirect', RedirectConfig: { Protocol: protocol, Host: host, Port: port, Path: path, Query: query, StatusCode: `HTTP_${status}` } };
    }
  }
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroup.html */
export function describeGroup({ arn, name, port, health }: TargetGroup, behind: readonly string[]): object {
  return {
    TargetGroupArn: arn, TargetGroupName: name, Protocol: 'HTTP', Port: port, TargetType: 'ip', ProtocolVersion: 'HTTP1', LoadBalancerArns: behind, HealthCheckEnabled: true, HealthCheckProtocol: 'HTTP', HealthCheckPort: 'traffic-port',
    HealthCheckPath: health.path, HealthCheckIntervalSeconds: Math.ceil(health.intervalMs / 1_000), HealthCheckTimeoutSeconds: Math.ceil(health.timeoutMs / 1_000), HealthyThresholdCount: health.healthyThreshold,
    UnhealthyThresholdCount: health.unhealthyThreshold, Matcher: { HttpCode: health.matcher },
  };
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetHealthDescription.html */
export const describeHealth = ({ id, port, state, reason }: RegisteredTarget): object => ({
  Target: { Id: id, Port: port }, HealthCheckPort: String(port), TargetHealth: { State: state, ...(reason === '' ? {} : { Description: reason }) },
});
