import type { Rule } from '../../core/security-group/security-group';
import type { Providers, ResourceProvider, ResourceRequest } from '../cloudformation/provider';
import { listOf, refuseOthers, textOf, wholeNumber, type Fields } from '../fields';
import type { Identifiers } from '../identifiers';
import { ServiceError } from '../service-error';
import type { SecurityGroups } from './security-groups';

/** The CloudFormation types of security groups. */
export function securityGroupResources(groups: SecurityGroups, ids: Identifiers): Providers {
  const define = (id: string, request: ResourceRequest): void => {
    const { properties } = request;
    refuseOthers('AWS::EC2::SecurityGroup', properties, { served: ['GroupName', 'SecurityGroupIngress', 'SecurityGroupEgress', 'VpcId'], withoutEffect: ['GroupDescription', 'Tags'] });
    const read = (name: 'SecurityGroupIngress' | 'SecurityGroupEgress'): readonly Rule[] => listOf(properties[name]).map((rule, index) => readRule(`${whereOf(request)}.${name}[${index}]`, rule));
    groups.put(id, { ingress: read('SecurityGroupIngress'), egress: read('SecurityGroupEgress') });
  };
  return {
    'AWS::EC2::SecurityGroup': {
      async create(request) {
        const id = `sg-${ids.hex(17)}`;
        define(id, request);
        return { physicalId: id, attributes: { Id: id, GroupId: id, VpcId: request.properties['VpcId'] } };
      },
      async update(request, existing) {
        define(existing.physicalId, request);
        return existing;
      },
      async delete(_, { physicalId }) {
        groups.remove(physicalId);
      },
    },
    'AWS::EC2::SecurityGroupIngress': single('ingress', groups, ids), 'AWS::EC2::SecurityGroupEgress': single('egress', groups, ids),
  };
}

function single(direction: 'ingress' | 'egress', groups: SecurityGroups, ids: Identifiers): ResourceProvider {
  const put = (id: string, request: ResourceRequest): void => {
    const { GroupId, ...rule } = request.properties;
    if (!groups.add(String(GroupId), id, direction, readRule(whereOf(request), rule))) throw new ServiceError('InvalidGroup.NotFound', `The security group '${String(GroupId)}' does not exist`);
  };
  return {
    async create(request) {
      const id = `sgr-${ids.hex(17)}`;
      put(id, request);
      return { physicalId: id, attributes: { Id: id } };
    },
    async update(request, existing) {
      put(existing.physicalId, request);
      return existing;
    },
    async delete(_, { physicalId }) {
      groups.withdraw(physicalId);
    },
  };
}

const whereOf = ({ stackName, logicalId }: ResourceRequest): string => `${stackName}/${logicalId}`;

function readRule(where: string, rule: Fields): Rule {
  refuseOthers('a security group rule', rule, {
    served: ['IpProtocol', 'FromPort', 'ToPort', 'CidrIp', 'SourceSecurityGroupId', 'DestinationSecurityGroupId'], withoutEffect: ['Description', 'SourceSecurityGroupOwnerId'],
  });
  const [block, group] = [textOf(rule['CidrIp']), textOf(rule['SourceSecurityGroupId']) ?? textOf(rule['DestinationSecurityGroupId'])];
  if ((block === undefined) === (group === undefined)) throw new ServiceError('InvalidParameterValue', `a security group rule needs an IPv4 block or a group, and not both, got ${JSON.stringify(rule)}`);
  const port = (name: string, otherwise: number): number => wholeNumber(name, rule[name], [-1, 65_535], otherwise);
  return { where, protocol: String(rule['IpProtocol']), from: port('FromPort', 0), to: port('ToPort', 65_535), peer: group === undefined ? { kind: 'block', block: block ?? '' } : { kind: 'group', id: group } };
}
