import { join } from 'node:path';
import type { ResourceProvider, ResourceRequest } from '../cloudformation/provider';
import { fieldsOf, refuseOthers, type Fields } from '../fields';
import type { Identifiers } from '../identifiers';
import { attachedBy } from '../lambda/resources';
import type { LogStore } from '../logs/log-store';
import { arnOf } from '../place';
import type { Programs } from '../programs';
import type { Objects } from '../s3/objects';
import { ServiceError } from '../service-error';
import type { Canaries, Canary } from './canaries';
import { readSchedule } from './schedule';

const TYPE = 'AWS::Synthetics::Canary';

export interface CanaryResourcePorts {
  readonly canaries: Canaries;
  readonly objects: Objects;
  readonly programs: Pick<Programs, 'functionModules' | 'canaryModules'>;
  readonly logs: Pick<LogStore, 'await'>;
  readonly ids: Identifiers;
}

export function canaryResources(ports: CanaryResourcePorts): Readonly<Record<string, ResourceProvider>> {
  const define = (request: ResourceRequest, name: string, id: string): { readonly Id: string; readonly State: string } => {
    const started = request.properties['StartCanaryAfterCreation'] !== false;
    const canary = read(request, name, id, ports);
    ports.logs.await(canary.function.logGroup);
    ports.canaries.define(canary, started);
    return { Id: id, State: started ? 'RUNNING' : 'READY' };
  };
  return {
    [TYPE]: {
      async create(request) {
        const name = String(request.properties['Name']);
        return { physicalId: name, attributes: define(request, name, ports.ids.uuid()) };
      },
      async update(request, { physicalId, attributes }) {
        return { physicalId, attributes: define(request, physicalId, String(attributes['Id'])) };
      },
      async delete(_, { physicalId, attributes }) {
        ports.canaries.remove(physicalId, functionName(physicalId, String(attributes['Id'])));
      },
    },
  };
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries_deletion.html */
const functionName = (canary: string, id: string): string => `cwsyn-${canary}-${id}`;

function read({ place, properties }: ResourceRequest, name: string, id: string, { objects, programs }: CanaryResourcePorts): Canary {
  refuseOthers(TYPE, properties, {
    served: ['Name', 'Code', 'ExecutionRoleArn', 'RunConfig', 'RuntimeVersion', 'Schedule', 'StartCanaryAfterCreation', 'VPCConfig'],
    withoutEffect: ['ArtifactS3Location', 'ArtifactConfig', 'Tags', 'SuccessRetentionPeriod', 'FailureRetentionPeriod'],
  });
  if (!/^[0-9a-z_-]{1,255}$/.test(name)) throw invalid(`a canary's name has small letters, digits, - and _, got ${JSON.stringify(name)}`);
  const runtime = String(properties['RuntimeVersion']);
  if (!/^syn-nodejs-(puppeteer-)?\d/.test(runtime)) throw invalid(`the region runs API canaries of the Node.js runtimes, got ${runtime}`);
  const { S3Bucket, S3Key, Handler } = fieldsOf(properties['Code']);
  const bundle = objects.pathOf(String(S3Bucket), String(S3Key));
  if (bundle === undefined) throw invalid(`the code is not in s3://${String(S3Bucket)}/${String(S3Key)}: the region takes canaries from an asset`);
  const run = fieldsOf(properties['RunConfig']);
  const every = schedule(fieldsOf(properties['Schedule']));
  return {
    name, every,
    function: {
      name: functionName(name, id), arn: arnOf('lambda', place, `function:${functionName(name, id)}`), place,
      directory: programs.canaryModules, handler: 'canary.handler',
      timeoutSeconds: Number(run['TimeoutInSeconds'] ?? Math.min(840, (every ?? 840_000) / 1_000)), memoryMb: Number(run['MemoryInMB'] ?? 1_000), role: String(properties['ExecutionRoleArn']),
      environment: {
        ...fieldsOf(run['EnvironmentVariables']) as Readonly<Record<string, string>>,
        CANARY_HANDLER: String(Handler), CANARY_DIRECTORY: join(bundle, 'nodejs', 'node_modules'),
        NODE_PATH: `${programs.functionModules}:${programs.canaryModules}`,
      },
      attached: attachedBy(properties['VPCConfig']),
      logGroup: `/aws/lambda/${functionName(name, id)}`,
    },
  };
}

function schedule({ Expression }: Fields): Canary['every'] {
  try {
    return readSchedule(String(Expression));
  } catch (thrown) {
    throw invalid(thrown instanceof Error ? thrown.message : String(thrown));
  }
}

const invalid = (message: string): ServiceError => new ServiceError('ValidationException', message);
