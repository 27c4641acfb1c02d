import type { Clock } from '../../core/time';
import type { RunningProcess } from '../../edge/processes/start-process';
import type { AssumeRole } from '../iam/assume-role';
import type { ServiceRoles } from '../iam/service-roles';
import type { Identifiers } from '../identifiers';
import { needsToWrite } from '../logs/access';
import type { LogStore } from '../logs/log-store';
import type { Attached } from '../network/attached';
import type { Programs } from '../programs';
import type { SandboxedProcess } from '../sandbox';
import type { FunctionDefinition, FunctionPorts } from './functions';
import { withLog } from './started-function';

export interface FunctionLaunchPorts {
  readonly model: Clock;
  readonly start: (started: SandboxedProcess) => Promise<RunningProcess>;
  readonly programs: Programs;
  readonly assume: AssumeRole;
  readonly roles: ServiceRoles;
  /** What a process with those interfaces reaches. */
  readonly networkOf: (attached: Attached | undefined) => string;
  readonly logs: LogStore;
  readonly ids: Identifiers;
}

/** Starts an execution environment with the variables that Lambda reserves: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
export function functionLauncher({ model, start, programs, assume, roles, networkOf, logs, ids }: FunctionLaunchPorts): FunctionPorts['start'] {
  return async (definition: FunctionDefinition, onMessage) => {
    const { role, arn, place, name } = definition;
    const identity = assume({ roleArn: role, service: 'lambda.amazonaws.com', source: { arn, account: place.account }, session: name, region: place.region });
    const stream = `[$LATEST]${ids.hex(32)}`;
    const child = await start({
      command: process.execPath, args: [`--max-old-space-size=${definition.memoryMb}`, programs.functionRuntime], directory: definition.directory, region: definition.place.region, onMessage, network: networkOf(definition.attached),
      environment: {
        NODE_PATH: programs.functionModules,
        ...definition.environment,
        _HANDLER: definition.handler, LAMBDA_TASK_ROOT: definition.directory, AWS_LAMBDA_FUNCTION_NAME: definition.name, AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(definition.memoryMb), AWS_LAMBDA_LOG_GROUP_NAME: definition.logGroup, AWS_LAMBDA_LOG_STREAM_NAME: stream,
        AWS_ACCESS_KEY_ID: identity.accessKeyId, AWS_SECRET_ACCESS_KEY: identity.secretAccessKey, AWS_SESSION_TOKEN: identity.sessionToken,
        AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs',
      },
    });
    // A function whose role may not write its log runs all the same, and nobody reads what it says.
    const writes = roles.allows({ roleArn: role, session: name, region: place.region }, needsToWrite(place, definition.logGroup, stream));
    return withLog(child, (message) => {
      if (writes && logs.has(definition.logGroup)) logs.put(definition.logGroup, { at: model.now(), stream, message });
    });
  };
}
