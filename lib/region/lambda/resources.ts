import type { Providers, ResourceRequest } from '../cloudformation/provider';
import { fieldsOf, refuseOthers, refuseUnless, textOf, textsOf, wholeNumber, type Fields } from '../fields';
import type { ServiceRoles } from '../iam/service-roles';
import type { Identifiers } from '../identifiers';
import type { LogStore } from '../logs/log-store';
import { arnOf } from '../place';
import type { Objects } from '../s3/objects';
import { ServiceError } from '../service-error';
import { refuseRole } from './execution-role';
import type { FunctionDefinition, Functions } from './functions';

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
  refuse(properties);
  const runtime = String(properties['Runtime']);
  if (!/^nodejs\d+\.x$/.test(runtime)) throw new ServiceError('InvalidParameterValueException', `the region runs functions of the Node.js runtimes, got ${runtime}`);
  const { S3Bucket, S3Key } = fieldsOf(properties['Code']);
  const directory = objects.pathOf(String(S3Bucket), String(S3Key));
  if (directory === undefined) throw new ServiceError('InvalidParameterValueException', `Error occurred while GetObject. S3 Error Code: NoSuchKey (${String(S3Bucket)}/${String(S3Key)})`);
  const handler = String(properties['Handler']);
  if (!/^[^\s.][^\s]*\.[^\s.]+$/.test(handler)) throw new ServiceError('InvalidParameterValueException', `Handler must be a file and an export of it, such as index.handler, got ${JSON.stringify(properties['Handler'])}`);
  const role = textOf(properties['Role']);
  if (role === undefined || !/^arn:aws[\w-]*:iam::\d{12}:role\/.+$/.test(role)) throw new ServiceError('InvalidParameterValueException', `Role must be the ARN of a role, got ${JSON.stringify(properties['Role'])}`);
  const reserved = properties['ReservedConcurrentExecutions'];
  return {
    name, arn: arnOf('lambda', place, `function:${name}`), place, directory, handler, role,
    timeoutSeconds: wholeNumber(`${TYPE}.Timeout`, properties['Timeout'], [1, 900], 3), memoryMb: wholeNumber(`${TYPE}.MemorySize`, properties['MemorySize'], [128, 10_240], 128),
    environment: variables(fieldsOf(fieldsOf(properties['Environment'])['Variables'])), logGroup: textOf(fieldsOf(properties['LoggingConfig'])['LogGroup']) ?? `/aws/lambda/${name}`,
    attached: attachedBy(properties['VpcConfig']),
    reservedConcurrency: reserved === undefined ? undefined : wholeNumber(`${TYPE}.ReservedConcurrentExecutions`, reserved, [0, 1_000]),
  };
}

const TYPE = 'AWS::Lambda::Function';

function refuse(properties: Fields): void {
  refuseOthers(TYPE, properties, {
    served: ['FunctionName', 'Runtime', 'Code', 'Handler', 'Timeout', 'MemorySize', 'Role', 'Environment', 'LoggingConfig', 'ReservedConcurrentExecutions', 'PackageType', 'EphemeralStorage', 'VpcConfig'],
    withoutEffect: ['Architectures', 'Description', 'Tags', 'TracingConfig', 'KmsKeyArn', 'RuntimeManagementConfig'],
  }, 'InvalidParameterValueException');
  refuseUnless(`${TYPE}.PackageType`, properties['PackageType'], ['Zip'], 'InvalidParameterValueException');
  const logging = fieldsOf(properties['LoggingConfig']);
  refuseOthers(`${TYPE}.LoggingConfig`, logging, { served: ['LogGroup', 'LogFormat'], withoutEffect: ['ApplicationLogLevel', 'SystemLogLevel'] }, 'InvalidParameterValueException');
  refuseUnless(`${TYPE}.LoggingConfig.LogFormat`, logging['LogFormat'], ['Text', 'JSON'], 'InvalidParameterValueException');
}

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
const RESERVED = [
  '_HANDLER', '_X_AMZN_TRACE_ID', 'AWS_DEFAULT_REGION', 'AWS_REGION', 'AWS_EXECUTION_ENV', 'AWS_LAMBDA_FUNCTION_NAME', 'AWS_LAMBDA_FUNCTION_MEMORY_SIZE', 'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE', 'AWS_LAMBDA_LOG_GROUP_NAME', 'AWS_LAMBDA_LOG_STREAM_NAME', 'AWS_ACCESS_KEY', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN',
  'AWS_LAMBDA_RUNTIME_API', 'LAMBDA_TASK_ROOT', 'LAMBDA_RUNTIME_DIR',
];
const LARGEST_ENVIRONMENT_BYTES = 4_096;

function variables(given: Fields): Readonly<Record<string, string>> {
  const reserved = Object.keys(given).filter((name) => RESERVED.includes(name));
  if (reserved.length > 0) throw new ServiceError('InvalidParameterValueException', `Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: ${reserved.join(', ')}`);
  const all = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, String(value)]));
  const bytes = Buffer.byteLength(JSON.stringify(all));
  if (bytes > LARGEST_ENVIRONMENT_BYTES) throw new ServiceError('InvalidParameterValueException', `Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit. String measured: ${JSON.stringify(all).slice(0, 40)}...`);
  return all;
}
