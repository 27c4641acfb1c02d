import type { Policy } from '../../core/policy/policy';
import type { Providers, ResourceProvider, ResourceRequest } from '../cloudformation/provider';
import { fieldsOf, refuseOthers, textOf, textsOf } from '../fields';
import type { Identifiers } from '../identifiers';
import { ServiceError } from '../service-error';
import type { Permissions } from './permissions';
import { policyFrom } from './roles';

/** How the policies of other services' resources find what they are about. */
export interface PolicyTargets {
  readonly queueArn: (url: string) => string;
  readonly functionArn: (reference: string) => string;
  readonly secretArn: (reference: string) => string;
  readonly bucketArn: (name: string) => string;
}

interface Read {
  readonly arns: readonly string[];
  readonly policy: Policy;
}

/** The CloudFormation types that put a policy on a resource of another service. */
export function policyResources(permissions: Permissions, ids: Identifiers, { queueArn, functionArn, secretArn, bucketArn }: PolicyTargets): Providers {
  const where = ({ stackName, logicalId }: ResourceRequest): string => `${stackName}/${logicalId}`;
  const document = (type: string, name: string, about: string, arnsOf: (given: unknown) => readonly string[]) => provider(permissions, ids, (request) => {
    refuseOthers(type, request.properties, { served: [about, name], withoutEffect: ['BlockPublicPolicy'] });
    return { arns: arnsOf(request.properties[about]), policy: policyFrom(where(request), asObject(request.properties[name]), 'resource') };
  });
  return {
    'AWS::SNS::TopicPolicy': document('AWS::SNS::TopicPolicy', 'PolicyDocument', 'Topics', textsOf),
    'AWS::SQS::QueuePolicy': document('AWS::SQS::QueuePolicy', 'PolicyDocument', 'Queues', (urls) => textsOf(urls).map(queueArn)),
    'AWS::S3::BucketPolicy': document('AWS::S3::BucketPolicy', 'PolicyDocument', 'Bucket', (name) => [bucketArn(String(name))]),
    'AWS::SecretsManager::ResourcePolicy': document('AWS::SecretsManager::ResourcePolicy', 'ResourcePolicy', 'SecretId', (id) => [secretArn(String(id))]),
    'AWS::Lambda::Permission': provider(permissions, ids, (request) => {
      const { properties } = request;
      refuseOthers('AWS::Lambda::Permission', properties, { served: ['FunctionName', 'Action', 'Principal', 'SourceArn', 'SourceAccount'] });
      const arn = functionArn(String(properties['FunctionName']));
      return { arns: [arn], policy: policyFrom(where(request), { Version: '2012-10-17', Statement: [permission(arn, properties)] }, 'resource') };
    }),
  };
}

/** What `AddPermission` writes into the policy of a function: https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html */
function permission(arn: string, { Action, Principal, SourceArn, SourceAccount }: ResourceRequest['properties']): object {
  const principal = String(Principal);
  const conditions = {
    ...(SourceArn === undefined ? {} : { ArnLike: { 'aws:SourceArn': String(SourceArn) } }), ...(SourceAccount === undefined ? {} : { StringEquals: { 'aws:SourceAccount': String(SourceAccount) } }),
  };
  return { Effect: 'Allow', Action, Resource: arn, Principal: /\.amazonaws\.com$/.test(principal) ? { Service: principal } : principal === '*' ? '*' : { AWS: principal }, Condition: conditions };
}

function provider(permissions: Permissions, ids: Identifiers, read: (request: ResourceRequest) => Read): ResourceProvider {
  const owner = ({ stackName, logicalId }: ResourceRequest): string => `${stackName}/${logicalId}`;
  const put = (request: ResourceRequest): readonly string[] => {
    const { arns, policy } = read(request);
    if (arns.length === 0) throw new ServiceError('ValidationError', `${request.type} must name what it is for`);
    for (const arn of arns) {
      // What a resource has without a policy goes with the first one that it gets.
      permissions.resources.remove(arn, 'default');
      permissions.resources.put(arn, owner(request), policy);
    }
    return arns;
  };
  return {
    async create(request) {
      put(request);
      const id = textOf(request.properties['SecretId']) ?? textOf(request.properties['Bucket']) ?? `${request.stackName}-${request.logicalId}-${ids.upper(12)}`;
      return { physicalId: id, attributes: { Id: id } };
    },
    async update(request, existing) {
      for (const arn of read({ ...request, properties: existing.properties }).arns) permissions.resources.remove(arn, owner(request));
      put(request);
      return existing;
    },
    async delete(request, existing) {
      for (const arn of read({ ...request, properties: existing.properties }).arns) permissions.resources.remove(arn, owner(request));
    },
  };
}

const asObject = (given: unknown): unknown => (typeof given === 'string' ? JSON.parse(given) : fieldsOf(given));

/** What SNS gives a topic that has no policy of its own: everything from its own account. */
export const ownersTopicPolicy = (topicArn: string, account: string): Policy => policyFrom(`the default policy of ${topicArn}`, {
  Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sns:*', Resource: topicArn, Condition: { StringEquals: { 'aws:SourceOwner': account } } }],
}, 'resource');

