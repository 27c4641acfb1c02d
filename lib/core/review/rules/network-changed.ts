import { type Change, isEnd } from '../change';
import type { Look, Rule, Sighting } from '../finding';
import { becomes } from '../see';

const rules = /^AWS::EC2::SecurityGroup(Ingress|Egress)$/;
const ways = /^AWS::EC2::(SecurityGroup|Route|RouteTable|Subnet|SubnetRouteTableAssociation|NetworkAcl.*|VPC|VPCEndpoint|NatGateway|VPCGatewayAttachment)$/;
/** Where a running tier stands in the network. */
const placed = /(^|\.)(SecurityGroups|SecurityGroupIds|VPCSecurityGroups|VpcSecurityGroupIds|Subnets|SubnetIds|VpcSubnetIds|SubnetMappings|VpcConfig|NetworkConfiguration)\b/;

/** A path that a running tier uses and that may be gone. That a new one is open is for another rule to say. */
export const networkChanged: Rule = ({ changes }: Look) => changes.flatMap((change): readonly Sighting[] => {
  const { type } = change;
  if (rules.test(type)) return isEnd(change) || change.differences.length > 0 ? [sight(change)] : [];
  const lost = change.differences.filter(({ path, before }) => before !== undefined && !/^(Tags|SecurityGroup(In|E)gress\[\]\.Description)/.test(path));
  if (ways.test(type)) return lost.map((place) => ({ change, property: place.path, what: becomes(place) }));
  return lost.filter(({ path }) => placed.test(path)).map((place) => ({ change, property: place.path, what: becomes(place) }));
});

const sight = (change: Change): Sighting => ({ change, what: isEnd(change) ? `${change.type} is removed` : change.differences.map(becomes).join('; ') });
