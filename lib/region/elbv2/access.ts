import type { AccessTable } from '../iam/access-table';
import { need } from '../iam/need';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html: what only describes knows no resource. */
export const balancingAccess: AccessTable = {
  ModifyRule: ({ RuleArn }) => [need('elasticloadbalancing:ModifyRule', String(RuleArn))],
  ...Object.fromEntries(['DescribeLoadBalancers', 'DescribeListeners', 'DescribeRules', 'DescribeTargetGroups', 'DescribeTargetHealth'].map((name) => [name, () => [need(`elasticloadbalancing:${name}`, '*')]])),
};
