import type { Dependency } from './dependencies';
import type { Opening } from './openings';
import { unneeded } from '../rehearsal/unneeded-grants';

/** Why an opening may survive: nothing in a rehearsal comes to use it, or another one stands in for it. */
export const whyUnneeded = ({ key }: Opening): string | undefined => [...unneeded, ...forMovedWeights].find(({ grant }) => grant.test(key))?.why;

/** `rehearsal/grants.test.ts` moves weights, and finds these needed. */
const forMovedWeights = [
  { grant: /Api\/WatchCodeRoleDefaultPolicy\w+\[\d+\] elasticloadbalancing:(ModifyRule|DescribeTargetHealth)$/, why: 'sets weights back that somebody has moved by hand: nobody does so here, and `test/rehearsal/grants.test.ts` does' },
];

/** Why a rehearsal comes through without an order that the template asks for. */
export function whyUnordered(dependency: Dependency): string | undefined {
  return unordered.find(({ of }) => of(dependency))?.why;
}

const between = (from: string, to: string) => ({ types }: Dependency): boolean => types[0] === from && types[1] === to;

const unordered: readonly { readonly of: (dependency: Dependency) => boolean; readonly why: string }[] = [
  {
    of: between('AWS::EC2::Route', 'AWS::EC2::VPCGatewayAttachment'),
    why: 'AWS refuses a route to a gateway that is not attached (https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-dependson.html); the region looks for the way when somebody uses it',
  },
  {
    of: ({ types }) => types[0] === 'AWS::EC2::NatGateway',
    why: 'a NAT gateway fails on AWS when its subnet has no route to the internet yet (https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-troubleshooting.html); the region looks for the way when somebody uses it',
  },
  {
    of: ({ types }) => types[0] === 'AWS::RDS::DBProxy',
    why: 'on AWS a proxy logs in at its target by itself, as the user and with the role that these make, and is not available before it can (https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy-verifying.html); here it logs in when a client comes',
  },
  {
    of: between('AWS::ECS::Service', 'AWS::ElasticLoadBalancingV2::ListenerRule'),
    why: 'either of the two routes puts the target group behind the balancer, which is all that ECS asks for; without both the service is refused',
  },
  { of: between('AWS::CodeDeploy::DeploymentGroup', 'AWS::IAM::Policy'), why: "the region asks what a group's role may do with each deployment, not when the group is made; no document says whether AWS does, so the order stays" },
  {
    of: ({ from, types }) => /^(ReleasesCode|Identity|Evidence)Function/.test(from) && types[1] === 'AWS::IAM::Policy',
    why: 'nothing calls this function before the release stack does, which comes later; CDK orders every function so',
  },
  {
    of: ({ from, types }) => from.startsWith('WatchCodeFunction') && types[1] === 'AWS::IAM::Policy',
    why: 'a call before it may do anything is refused, and the next one comes a minute later; CDK orders every function so',
  },
];
