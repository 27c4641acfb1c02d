import type { Clock } from '../../core/time';
import type { RunningProcess } from '../../edge/processes/start-process';
import type { Identities } from '../iam/identities';
import type { Identifiers } from '../identifiers';
import { eachLine } from '../logs/lines';
import type { LogStore } from '../logs/log-store';
import type { Programs } from '../programs';
import type { SandboxedProcess } from '../sandbox';
import type { FunctionDefinition, FunctionPorts } from './functions';

export interface FunctionLaunchPorts {
  readonly model: Clock;
  readonly start: (started: SandboxedProcess) => Promise<RunningProcess>;
  readonly programs: Programs;
  readonly identities: Identities;
  readonly logs: LogStore;
  readonly ids: Identifiers;
}

/** Starts an execution environment with the variables that Lambda reserves: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
export function functionLauncher({ model, start, programs, identities, logs, ids }: FunctionLaunchPorts): FunctionPorts['start'] {
  return async (definition: FunctionDefinition, onMessage) => {
    const identity = identities.issue(definition.role);
    const stream = `[$LATEST]${ids.hex(32)}`;
    const child = await start({
      command: process.execPath, args: [programs.functionRuntime], directory: definition.directory, region: definition.place.region, onMessage,
      environment: {
        NODE_PATH: programs.functionModules,
        ...definition.environment,
        _HANDLER: definition.handler, LAMBDA_TASK_ROOT: definition.directory, AWS_LAMBDA_FUNCTION_NAME: definition.name, AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(definition.memoryMb), AWS_LAMBDA_LOG_GROUP_NAME: definition.logGroup, AWS_LAMBDA_LOG_STREAM_NAME: stream,
        AWS_ACCESS_KEY_ID: identity.accessKeyId, AWS_SECRET_ACCESS_KEY: identity.secretAccessKey, AWS_SESSION_TOKEN: identity.sessionToken,
        AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs',
      },
    });
    const write = (message: string): void => {
      if (logs.has(definition.logGroup)) logs.put(definition.logGroup, { at: model.now(), stream, message });
    };
    eachLine(child.output.stdout, write);
    eachLine(child.output.stderr, write);
    return child;
  };
}
