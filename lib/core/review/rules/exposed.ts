import type { Rule, Sighting } from '../finding';
import { isEnd } from '../change';
import { becomes, everyChange, everyPlace, isSwitchedOff, isSwitchedOn, shown, together } from '../see';
import { at, listed } from '../../template/template';

/** A path into the system, or out of it, that was not open before. */
const paths: Rule = ({ changes }) => changes.flatMap((change): readonly Sighting[] => {
  const { type, fate, after, differences } = change;
  if (/^AWS::EC2::SecurityGroup(Ingress|Egress)$/.test(type)) {
    if (fate === 'added') return [{ change, what: `opens ${describe(after?.Properties)}` }];
    return differences.filter(({ path }) => path !== 'Description').map((place) => ({ change, property: place.path, what: becomes(place) }));
  }
  if (type !== 'AWS::EC2::SecurityGroup') return [];
  if (fate === 'added') return listed(at(after, 'Properties.SecurityGroupIngress')).map((rule) => ({ change, property: 'SecurityGroupIngress', what: `opens ${describe(rule)}` }));
  return differences.filter(({ path, after: now }) => /^SecurityGroup(In|E)gress/.test(path) && now !== undefined && !path.endsWith('Description'))
    .map((place) => ({ change, property: place.path, what: place.before === undefined ? `opens ${describe(place.after)}` : becomes(place) }));
});

const describe = (rule: unknown): string => {
  const [protocol, from, to] = ['IpProtocol', 'FromPort', 'ToPort'].map((name) => at(rule, name));
  const peer = ['CidrIp', 'CidrIpv6', 'SourceSecurityGroupId', 'DestinationSecurityGroupId', 'SourcePrefixListId', 'DestinationPrefixListId'].map((name) => at(rule, name)).find((one) => one !== undefined);
  return `${String(protocol)} ${from === to ? String(from ?? 'every port') : `${String(from)}-${String(to)}`} for ${shown(peer)}`;
};

/** What can be reached from where it could not before. */
export const exposed = together(
  paths,
  everyPlace(/^AWS::ElasticLoadBalancingV2::LoadBalancer$/, ({ path, after }) => path === 'Scheme' && after !== 'internal'),
  everyPlace(/^AWS::RDS::/, (place) => place.path === 'PubliclyAccessible' && (isSwitchedOn(place) || place.after === undefined)),
  everyPlace(/^AWS::EC2::Subnet$/, (place) => place.path === 'MapPublicIpOnLaunch' && isSwitchedOn(place)),
  everyPlace(/^AWS::ECS::Service$/, ({ path, after }) => path.endsWith('AssignPublicIp') && after !== 'DISABLED'),
  everyPlace(/^AWS::S3::Bucket$/, (place) => /^PublicAccessBlockConfiguration/.test(place.path) && (isSwitchedOff(place) || place.after === undefined)),
  everyPlace(/^AWS::S3::Bucket$/, ({ path, before }) => /^(OwnershipControls|AccessControl|WebsiteConfiguration|CorsConfiguration)/.test(path) && (before !== undefined || !path.startsWith('OwnershipControls'))),
  everyPlace(/^AWS::EC2::Route$/, ({ path, after }) => path === 'GatewayId' && after !== undefined),
  everyPlace(/^AWS::ElasticLoadBalancingV2::ListenerRule$/, () => true),
  everyChange(/^AWS::ElasticLoadBalancingV2::ListenerRule$/, (change) => (isEnd(change) ? 'what the rule kept away, or answered itself, now meets the rule behind it' : undefined)),
);
