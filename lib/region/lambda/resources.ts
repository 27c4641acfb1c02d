import type { Providers, ResourceRequest } from '../cloudformation/provider';
import { fieldsOf, textsOf } from '../fields';
import type { ServiceRoles } from '../iam/service-roles';
import type { Identifiers } from '../identifiers';
import type { LogStore } from '../logs/log-store';
import { arnOf } from '../place';
import type { Objects } from '../s3/objects';
import { ServiceError } from '../service-error';
import { refuseRole } from './execution-role';
import type { FunctionDefinition, Functions } from './functions';

type Fields = Readonly<Record<string, unknown>>;

/** The CloudFormation type of a Lambda function. */
export function functionResources(functions: Functions, objects: Objects, logs: LogStore, ids: Identifiers, roles: ServiceRoles): Providers {
  const define = (name: string, request: ResourceRequest): FunctionDefinition => {
    const definition = read(name, request, objects);
    refuseRole(definition, roles);
    // Lambda makes the group with the first line, unless somebody has made it before.
    logs.await(definition.logGroup);
    functions.define(definition);
    return definition;
  };
  return {
    'AWS::Lambda::Function': {
      async create(request) {
        const name = String(request.properties['FunctionName'] ?? `${`${request.stackName}-${request.logicalId}`.slice(0, 51)}-${ids.upper(12)}`);
        if (functions.definitions.has(name)) throw new ServiceError('ResourceConflictException', `Function already exist: ${name}`, 409);
        return { physicalId: name, attributes: { Arn: define(name, request).arn } };
      },
      async update(request, existing) {
        return { physicalId: existing.physicalId, attributes: { Arn: define(existing.physicalId, request).arn } };
      },
      async delete(_, { physicalId }) {
        functions.remove(physicalId);
      },
    },
  };
}

/** Reads `VpcConfig`, as Lambda and Synthetics have it. */
export function attachedBy(configuration: unknown): FunctionDefinition['attached'] {
  const { SecurityGroupIds, SubnetIds } = fieldsOf(configuration);
  return configuration === undefined ? undefined : { groups: textsOf(SecurityGroupIds), subnets: textsOf(SubnetIds) };
}

function read(name: string, { place, properties }: ResourceRequest, objects: Objects): FunctionDefinition {
  const runtime = String(properties['Runtime']);
  if (!/^nodejs\d+\.x$/.test(runtime)) throw new ServiceError('InvalidParameterValueException', `the region runs functions of the Node.js runtimes, got ${runtime}`);
  const { S3Bucket, S3Key } = properties['Code'] as { readonly S3Bucket?: string; readonly S3Key?: string };
  const directory = objects.pathOf(String(S3Bucket), String(S3Key));
  if (directory === undefined) throw new ServiceError('InvalidParameterValueException', `Error occurred while GetObject. S3 Error Code: NoSuchKey (${S3Bucket}/${S3Key})`);
  return {
    name, arn: arnOf('lambda', place, `function:${name}`), place, directory, handler: String(properties['Handler']),
    timeoutSeconds: Number(properties['Timeout'] ?? 3), memoryMb: Number(properties['MemorySize'] ?? 128), role: String(properties['Role']),
    environment: ((properties['Environment'] as Fields | undefined)?.['Variables'] ?? {}) as Readonly<Record<string, string>>,
    attached: attachedBy(properties['VpcConfig']),
    logGroup: String((properties['LoggingConfig'] as Fields | undefined)?.['LogGroup'] ?? `/aws/lambda/${name}`),
  };
}
