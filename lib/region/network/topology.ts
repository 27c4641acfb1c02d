import type { CloudFormation } from '../cloudformation/engine';
import type { StackResource } from '../cloudformation/stack';
import { textOf } from '../fields';

/** What is known of the subnets of templates. */
export interface Topology {
  /** Where something in one of the subnets has its address; nothing when no stack has made them. */
  addresses(subnets: readonly string[]): readonly string[] | undefined;
  /** By which public addresses something in one of the subnets reaches the internet; none when there is no way; nothing for subnets that no stack has made. */
  outwards(subnets: readonly string[]): readonly string[] | undefined;
}

/** Reads the subnets, routes and gateways of all stacks. */
export function topology(cloudformation: () => CloudFormation): Topology {
  const ofType = (type: string): readonly StackResource[] => [...cloudformation().stacks.values()].flatMap(({ resources }) => [...resources.values()].filter((one) => one.type === type));
  const known = (subnets: readonly string[]): readonly StackResource[] => ofType('AWS::EC2::Subnet').filter(({ physicalId }) => subnets.includes(physicalId));
  const gatewayOf = (subnet: string): StackResource['properties'] | undefined => {
    const table = ofType('AWS::EC2::SubnetRouteTableAssociation').find(({ properties }) => properties['SubnetId'] === subnet)?.properties['RouteTableId'];
    return ofType('AWS::EC2::Route').find(({ properties }) => properties['RouteTableId'] === table && properties['DestinationCidrBlock'] === '0.0.0.0/0')?.properties;
  };
  const natAddress = (subnet: string): readonly string[] => {
    const route = gatewayOf(subnet);
    const gateway = ofType('AWS::EC2::NatGateway').find(({ physicalId }) => physicalId === route?.['NatGatewayId']);
    const address = ofType('AWS::EC2::EIP').find(({ attributes }) => attributes['AllocationId'] === gateway?.properties['AllocationId']);
    return address === undefined || gateway === undefined || gatewayOf(String(gateway.properties['SubnetId']))?.['GatewayId'] === undefined ? [] : [address.physicalId];
  };
  return {
    addresses: (subnets) => {
      const found = known(subnets);
      return found.length === 0 ? undefined : found.flatMap(({ properties }) => firstAddress(textOf(properties['CidrBlock'])));
    },
    outwards: (subnets) => {
      const found = known(subnets);
      if (found.length === 0) return undefined;
      const addresses = found.map(({ physicalId }) => natAddress(physicalId));
      // One subnet without a way is one too many: an interface may be in it.
      return addresses.some((one) => one.length === 0) ? [] : [...new Set(addresses.flat())];
    },
  };
}

/** The first address of a block that AWS gives to anybody: https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html */
const firstAddress = (block: string | undefined): readonly string[] => (block === undefined ? [] : [block.replace(/(\d+)\/\d+$/, (_, last: string) => String(Number(last) + 4))]);
