import { arnOf } from '../place';
import type { Identifiers } from '../identifiers';
import type { Created, ResourceProvider, ResourceRequest } from './provider';
import type { TypeSpecification } from './specification';

/** How AWS begins the ids of network resources; others get their stack's and logical name, as CloudFormation names things. */
const PREFIXES: Readonly<Record<string, string>> = {
  'AWS::EC2::VPC': 'vpc', 'AWS::EC2::Subnet': 'subnet', 'AWS::EC2::SecurityGroup': 'sg', 'AWS::EC2::RouteTable': 'rtb',
  'AWS::EC2::InternetGateway': 'igw', 'AWS::EC2::NatGateway': 'nat', 'AWS::EC2::VPCEndpoint': 'vpce', 'AWS::EC2::FlowLog': 'fl',
};

/**
 * Keeps a resource as a record: it has an id and the attributes of AWS's specification, and does nothing.
 *
 * An attribute that is also a property repeats the property; any other gets a value of the kind that its name says.
 */
export function recorder(specification: TypeSpecification, ids: Identifiers): ResourceProvider {
  const describe = (request: ResourceRequest, physicalId: string): Created => ({
    physicalId,
    attributes: Object.fromEntries(specification.attributes.map((name) => [name, attribute(name, request, physicalId, specification, ids)])),
  });
  return {
    create: async (request) => describe(request, identifier(request, specification, ids)),
    update: async (request, existing) => ({ ...describe(request, existing.physicalId), attributes: { ...describe(request, existing.physicalId).attributes, ...existing.attributes } }),
    delete: async () => undefined,
  };
}

function identifier(request: ResourceRequest, { primaryIdentifier }: TypeSpecification, ids: Identifiers): string {
  const prefix = PREFIXES[request.type];
  if (prefix !== undefined) return `${prefix}-${ids.hex(17)}`;
  if (request.type === 'AWS::EC2::EIP') return address(ids);
  const parts = primaryIdentifier.map((name) => {
    const given = request.properties[name];
    if (typeof given === 'string') return given;
    return /Arn$/.test(name) ? arnOf(serviceOf(request.type), request.place, resourceName(request, ids)) : resourceName(request, ids);
  });
  return parts.length > 0 ? parts.join('|') : resourceName(request, ids);
}

function attribute(name: string, request: ResourceRequest, physicalId: string, { primaryIdentifier }: TypeSpecification, ids: Identifiers): unknown {
  if (primaryIdentifier.length === 1 && primaryIdentifier[0] === name) return physicalId;
  if (request.properties[name] !== undefined) return request.properties[name];
  if (name === 'PublicIp') return physicalId;
  if (name === 'AllocationId') return `eipalloc-${ids.hex(17)}`;
  if (/SecurityGroup$|GroupId$/.test(name)) return request.type === 'AWS::EC2::SecurityGroup' ? physicalId : `sg-${ids.hex(17)}`;
  if (/Arn$/.test(name)) return arnOf(serviceOf(request.type), placeOf(request), `${kindOf(request.type)}${physicalId.replace(/^arn:.*[:/]/, '')}`);
  if (/DomainName$|Endpoint$|DNSName$/.test(name)) return `${physicalId}.${request.place.region}.amazonaws.com`.toLowerCase();
  if (/s$/.test(name) && !/Status$/.test(name)) return [];
  return `${physicalId}-${name.toLowerCase()}`;
}

/** IAM and S3 have no region in their ARNs. */
const placeOf = ({ type, place }: ResourceRequest): ResourceRequest['place'] => ({
  region: /^AWS::(IAM|S3)::/.test(type) ? '' : place.region,
  account: type.startsWith('AWS::S3::') ? '' : place.account,
});

const KINDS: Readonly<Record<string, string>> = { 'AWS::IAM::Role': 'role/', 'AWS::IAM::ManagedPolicy': 'policy/', 'AWS::KMS::Key': 'key/', 'AWS::ECS::Cluster': 'cluster/' };
const kindOf = (type: string): string => KINDS[type] ?? (type.startsWith('AWS::S3::') ? '' : `${(type.split('::')[2] ?? '').toLowerCase()}/`);
const serviceOf = (type: string): string => (type.split('::')[1] ?? '').toLowerCase();

const resourceName = ({ stackName, logicalId, type }: ResourceRequest, ids: Identifiers): string => {
  const name = `${stackName}-${logicalId}`.slice(0, 50);
  return type === 'AWS::S3::Bucket' ? `${name.toLowerCase()}-${ids.lower(12)}` : type === 'AWS::KMS::Key' ? ids.uuid() : `${name}-${ids.upper(12)}`;
};

/** An address of the block that is set aside for examples: https://www.rfc-editor.org/rfc/rfc5737 */
const address = (ids: Identifiers): string => `203.0.113.${1 + (parseInt(ids.hex(2), 16) % 254)}`;
