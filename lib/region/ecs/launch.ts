import type { Clock } from '../../core/time';
import type { RunningProcess } from '../../edge/processes/start-process';
import type { Identities } from '../iam/identities';
import { eachLine } from '../logs/lines';
import type { LogStore } from '../logs/log-store';
import type { SandboxedProcess } from '../sandbox';
import type { Secrets } from '../secretsmanager/secrets';
import type { Images } from './images';
import type { Task, TaskPorts } from './task';
import type { Container } from './task-definition';

export interface LaunchPorts {
  readonly model: Clock;
  readonly start: (started: SandboxedProcess) => Promise<RunningProcess>;
  readonly images: Images;
  readonly identities: Identities;
  readonly logs: LogStore;
  readonly secrets: Secrets;
  readonly endpointUrl: () => string;
  readonly directory: string;
}

/** Under this path of the endpoint a container finds out what it is. */
export const METADATA_PREFIX = '/v4/';

/** Starts a container of a task: pulls its image, resolves its secrets, opens its log. Each of them may fail, as on Fargate. */
export function launcher(ports: LaunchPorts): TaskPorts['launch'] {
  return async (task, container, onListening) => {
    const runnable = ports.images.runnable(container, ports.directory);
    const log = openLog(task, container, ports);
    const [containerPort] = container.ports;
    const child = await ports.start({
      command: runnable.command, args: runnable.args, directory: runnable.directory, region: task.definition.place.region,
      environment: { ...container.environment, ...secretsOf(container, ports.secrets), ...platform(task, ports) },
      ...(containerPort === undefined ? {} : { containerPort }),
      onMessage: (message) => {
        const { listening } = message as { readonly listening?: number };
        if (listening !== undefined) onListening(listening);
      },
    });
    eachLine(child.output.stdout, log);
    eachLine(child.output.stderr, log);
    return child;
  };
}

/** What Fargate adds to a container's environment. */
function platform(task: Task, { identities, endpointUrl }: LaunchPorts): Readonly<Record<string, string>> {
  const { taskRoleArn } = task.definition;
  return {
    AWS_EXECUTION_ENV: 'AWS_ECS_FARGATE',
    ECS_CONTAINER_METADATA_URI_V4: `${endpointUrl()}${METADATA_PREFIX}${task.id}`,
    ...(taskRoleArn === undefined ? {} : { AWS_CONTAINER_CREDENTIALS_FULL_URI: `${endpointUrl()}${identities.pathFor(identities.issue(taskRoleArn))}` }),
  };
}

function secretsOf({ secrets: wanted }: Container, secrets: Secrets): Readonly<Record<string, string>> {
  return Object.fromEntries(wanted.map(({ name, from }) => {
    // arn:aws:secretsmanager:region:account:secret:name[:json-key:version-stage:version-id]
    const parts = from.split(':');
    const arn = parts.slice(0, 7).join(':');
    const key = parts[7] ?? '';
    try {
      return [name, key === '' ? secrets.get(arn).value : secrets.resolve(`${arn}:SecretString:${key}`)];
    } catch (thrown) {
      throw new Error(`ResourceInitializationError: unable to pull secrets or registry auth: ${thrown instanceof Error ? thrown.message : ''}`);
    }
  }));
}

function openLog(task: Task, { name, log }: Container, { logs, model }: LaunchPorts): (line: string) => void {
  if (log === undefined) return () => undefined;
  if (!logs.has(log.group)) {
    throw new Error(`ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist. (${log.group})`);
  }
  const stream = `${log.streamPrefix}/${name}/${task.id}`;
  return (message) => {
    // The group may be deleted while a task still writes.
    if (logs.has(log.group)) logs.put(log.group, { at: model.now(), stream, message });
  };
}
