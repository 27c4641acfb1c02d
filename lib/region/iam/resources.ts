import { seconds } from '../../core/units';
import type { Created, Providers, ResourceProvider, ResourceRequest } from '../cloudformation/provider';
import { listOf, refuseOthers, textOf, textsOf, wholeNumber } from '../fields';
import type { Identifiers } from '../identifiers';
import { arnOf } from '../place';
import { ServiceError } from '../service-error';
import { identityProviderResource } from './identity-providers';
import type { Permissions } from './permissions';
import { policyFrom, type Role } from './roles';

/** The CloudFormation types of IAM that have behaviour here. */
export function identityResources(permissions: Permissions, ids: Identifiers): Providers {
  return { 'AWS::IAM::Role': role(permissions, ids), 'AWS::IAM::Policy': inlinePolicy(permissions, ids), 'AWS::IAM::ManagedPolicy': managedPolicy(permissions, ids), 'AWS::IAM::OIDCProvider': identityProviderResource(permissions.providers) };
}

const whereOf = ({ stackName, logicalId }: ResourceRequest): string => `${stackName}/${logicalId}`;
const nameFor = (request: ResourceRequest, given: unknown, ids: Identifiers, longest = 64): string => textOf(given) ?? `${`${request.stackName}-${request.logicalId}`.slice(0, longest - 13)}-${ids.upper(12)}`;

function role(permissions: Permissions, ids: Identifiers): ResourceProvider {
  /** Reads everything before anything is changed. */
  const define = (request: ResourceRequest, arn: string, name: string): void => {
    const { properties, place } = request;
    const { roles } = permissions;
    refuseOthers('AWS::IAM::Role', properties, {
      served: ['RoleName', 'Path', 'AssumeRolePolicyDocument', 'ManagedPolicyArns', 'Policies', 'PermissionsBoundary', 'MaxSessionDuration'], withoutEffect: ['Description', 'Tags'],
    });
    const own = listOf(properties['Policies']).map(({ PolicyName, PolicyDocument }) => [`${whereOf(request)}.${String(PolicyName)}`, PolicyDocument] as const);
    const made: Role = {
      arn, name, account: place.account, longestSession: seconds(wholeNumber('MaxSessionDuration', properties['MaxSessionDuration'], [3_600, 43_200], 3_600)), trust: policyFrom(`${whereOf(request)}.AssumeRolePolicyDocument`, properties['AssumeRolePolicyDocument'], 'trust'), boundary: textOf(properties['PermissionsBoundary']),
      inline: new Map(own.map(([where, document]) => [where, policyFrom(where, document, 'identity')])), attached: new Set(),
    };
    // What other resources have put on the role stays there.
    const before = roles.roles.get(arn);
    for (const [where, policy] of before?.inline ?? []) if (!where.startsWith(`${whereOf(request)}.`)) made.inline.set(where, policy);
    for (const policy of textsOf(properties['ManagedPolicyArns'])) roles.attach(made, policy);
    roles.roles.set(arn, made);
  };
  return {
    async create(request) {
      const name = nameFor(request, request.properties['RoleName'], ids);
      const arn = arnOf('iam', { ...request.place, region: '' }, `role${textOf(request.properties['Path']) ?? '/'}${name}`);
      if (permissions.roles.roles.has(arn)) throw new ServiceError('EntityAlreadyExists', `Role with name ${name} already exists.`, 409);
      define(request, arn, name);
      return { physicalId: name, attributes: { Arn: arn, RoleId: `AROA${ids.upper(17)}` } };
    },
    async update(request, existing) {
      define(request, String(existing.attributes['Arn']), existing.physicalId);
      return existing;
    },
    async delete(_, { attributes }) {
      permissions.roles.roles.delete(String(attributes['Arn']));
    },
  };
}

function inlinePolicy(permissions: Permissions, ids: Identifiers): ResourceProvider {
  const put = (request: ResourceRequest): void => {
    const { roles } = permissions;
    refuseHolders('AWS::IAM::Policy', request, ['PolicyName', 'PolicyDocument', 'Roles']);
    const where = whereOf(request);
    const policy = policyFrom(where, request.properties['PolicyDocument'], 'identity');
    const holders = textsOf(request.properties['Roles']).map((name) => roles.named(request.place.account, name));
    takeAway(request);
    for (const holder of holders) holder.inline.set(where, policy);
  };
  /** Another account may have a stack of the same name. */
  const takeAway = (request: ResourceRequest): void => {
    for (const holder of permissions.roles.roles.values()) if (holder.account === request.place.account) holder.inline.delete(whereOf(request));
  };
  return {
    async create(request) {
      put(request);
      const physicalId = nameFor(request, undefined, ids);
      return { physicalId, attributes: { Id: physicalId } };
    },
    async update(request, existing) {
      put(request);
      return existing;
    },
    async delete(request) {
      takeAway(request);
    },
  };
}

function managedPolicy(permissions: Permissions, ids: Identifiers): ResourceProvider {
  const put = (request: ResourceRequest, arn: string): Created => {
    const { roles } = permissions;
    refuseHolders('AWS::IAM::ManagedPolicy', request, ['ManagedPolicyName', 'Path', 'PolicyDocument', 'Roles']);
    const policy = policyFrom(whereOf(request), request.properties['PolicyDocument'], 'identity');
    const holders = textsOf(request.properties['Roles']).map((name) => roles.named(request.place.account, name));
    roles.managed.set(arn, policy);
    for (const holder of holders) roles.attach(holder, arn);
    return { physicalId: arn, attributes: { PolicyArn: arn } };
  };
  return {
    create: async (request) => put(request, arnOf('iam', { ...request.place, region: '' }, `policy${textOf(request.properties['Path']) ?? '/'}${nameFor(request, request.properties['ManagedPolicyName'], ids, 128)}`)),
    update: async (request, { physicalId }) => put(request, physicalId),
    async delete(_, { physicalId }) {
      permissions.roles.managed.delete(physicalId);
      for (const holder of permissions.roles.roles.values()) holder.attached.delete(physicalId);
    },
  };
}

function refuseHolders(type: string, { properties }: ResourceRequest, served: readonly string[]): void {
  refuseOthers(type, properties, { served: [...served, 'Users', 'Groups'], withoutEffect: ['Description', 'Tags'] });
  const others = [...textsOf(properties['Users']), ...textsOf(properties['Groups'])];
  if (others.length > 0) throw new ServiceError('ValidationError', `the region has no users and groups, and ${type} names ${others.join(', ')}`);
}
