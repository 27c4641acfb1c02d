import type { Clock } from '../../core/time';
import type { RunningProcess } from '../../edge/processes/start-process';
import { wallClock } from '../../edge/time/wall-clock';
import type { AssumeRole } from '../iam/assume-role';
import type { Identities } from '../iam/identities';
import type { Attached } from '../network/attached';
import { eachLine } from '../logs/lines';
import type { LogStore } from '../logs/log-store';
import type { SandboxedProcess } from '../sandbox';
import { reasonOf } from '../service-error';
import { freePort, whenListening } from './given-port';
import type { Images, Runnable } from './images';
import type { Task, TaskPorts } from './task';
import { executionRole, type ExecutionRole, type ExecutionRolePorts } from './execution-role';
import type { Container, ContainerSecret } from './task-definition';

export interface LaunchPorts {
  readonly model: Clock;
  readonly start: (started: SandboxedProcess) => Promise<RunningProcess>;
  readonly images: Images;
  readonly identities: Pick<Identities, 'pathFor'>;
  readonly assume: AssumeRole;
  readonly execution: ExecutionRolePorts;
  /** What a process with those interfaces reaches. */
  readonly networkOf: (attached: Attached) => string;
  /** Whether those interfaces reach AWS's endpoints. */
  readonly reachesAws: (attached: Attached) => boolean;
  readonly logs: LogStore;
  /** The text of a secret, or of one key of it. @throws when there is none */
  readonly secretText: (secret: Omit<ContainerSecret, 'name'>) => string;
  readonly endpointUrl: () => string;
  readonly directory: string;
}

/** On Fargate the task's own interface fetches images and secrets, and writes logs: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_cannot_pull_image.html */
const NO_WAY_TO_ECR = 'ResourceInitializationError: unable to pull secrets or registry auth: The task cannot pull registry auth from Amazon ECR: There is a connection issue between the task and Amazon ECR. Check your task network configuration. RequestError: send request failed caused by: i/o timeout';

/** Under this path of the endpoint a container finds out what it is. */
export const METADATA_PREFIX = '/v4/';

/** The name of a container's own metadata: Fargate takes a runtime id there. */
export const metadataId = ({ about: { id, definition } }: Task, container: Container): string => `${id}-${definition.containers.indexOf(container)}`;

/** Prepares a container of a task: resolves its secrets, finds its log, pulls its image. Each of them may fail, as on Fargate. */
export function launcher(ports: LaunchPorts): TaskPorts['prepare'] {
  return (task, container) => {
    const attached = { groups: task.about.network?.securityGroups ?? [], subnets: task.about.network?.subnets ?? [] };
    if (!ports.reachesAws(attached)) throw new Error(NO_WAY_TO_ECR);
    const role = executionRole(task, container, ports.execution);
    const secrets = secretsOf(container, ports, role);
    const log = openLog(task, container, ports, role);
    role.pull();
    const runnable = ports.images.runnable(container, ports.directory);
    return async (onListening) => {
      const given = await givenPort(runnable, container);
      const child = await ports.start({
        command: runnable.command, args: runnable.args, directory: runnable.directory, region: task.about.definition.place.region,
        environment: { ...container.environment, ...secrets, ...platform(task, container, ports), ...(given === undefined ? {} : { PORT: String(given.port) }) }, containerPorts: container.ports,
        network: ports.networkOf(attached),
        onMessage: (message) => {
          const { listening, containerPort } = message as { readonly listening?: number; readonly containerPort?: number };
          if (listening !== undefined && containerPort !== undefined) onListening(containerPort, listening);
        },
      });
      eachLine(child.output.stdout, log);
      eachLine(child.output.stderr, log);
      if (given !== undefined) void announce(child, given, onListening);
      return child;
    };
  };
}

interface GivenPort {
  readonly containerPort: number;
  readonly port: number;
}

/** Node programs are taught another port when they listen (see ../network); any other program is told one, for its container's first port. */
async function givenPort({ command }: Runnable, { ports: [containerPort] }: Container): Promise<GivenPort | undefined> {
  return command === process.execPath || containerPort === undefined ? undefined : { containerPort, port: await freePort() };
}

async function announce(child: RunningProcess, { containerPort, port }: GivenPort, onListening: (containerPort: number, port: number) => void): Promise<void> {
  const ended = new AbortController();
  void child.ended.then(() => ended.abort());
  if (await whenListening(port, wallClock, ended.signal)) onListening(containerPort, port);
}

/** What Fargate adds to a container's environment. */
function platform(task: Task, container: Container, { identities, assume, endpointUrl }: LaunchPorts): Readonly<Record<string, string>> {
  const { id, arn, definition: { taskRoleArn, place } } = task.about;
  return {
    AWS_EXECUTION_ENV: 'AWS_ECS_FARGATE',
    ECS_CONTAINER_METADATA_URI_V4: `${endpointUrl()}${METADATA_PREFIX}${metadataId(task, container)}`,
    ...(taskRoleArn === undefined ? {} : { AWS_CONTAINER_CREDENTIALS_FULL_URI: `${endpointUrl()}${identities.pathFor(taskIdentity(assume, { roleArn: taskRoleArn, service: 'ecs-tasks.amazonaws.com', source: { arn, account: place.account }, session: id, region: place.region }))}` }),
  };
}

/** @throws in the words of ECS */
function taskIdentity(assume: AssumeRole, assumed: Parameters<AssumeRole>[0]): ReturnType<AssumeRole> {
  try {
    return assume(assumed);
  } catch {
    throw new Error(`ECS was unable to assume the role '${assumed.roleArn}' that was provided for this task. Please verify that the role being passed has the proper trust relationship and permissions and that your IAM user has permissions to pass this role.`);
  }
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/resource-initialization-error.html */
function secretsOf({ secrets }: Container, { secretText }: LaunchPorts, role: ExecutionRole): Readonly<Record<string, string>> {
  return Object.fromEntries(secrets.map(({ name, ...secret }) => {
    role.readSecret(secret.arn);
    try {
      return [name, secretText(secret)];
    } catch (thrown) {
      throw new Error('ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: '
        + `service call has been retried 1 time(s): failed to fetch secret ${secret.arn} from secrets manager: ${reasonOf(thrown)}`);
    }
  }));
}

function openLog(task: Task, { name, log }: Container, { logs, model }: LaunchPorts, role: ExecutionRole): (line: string) => void {
  if (log === undefined) return () => undefined;
  if (!logs.has(log.group)) {
    throw new Error('ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: '
      + `ResourceNotFoundException: The specified log group does not exist. (${log.group})`);
  }
  const stream = `${log.streamPrefix}/${name}/${task.about.id}`;
  role.openLog(stream);
  return (message) => {
    // The group may be deleted while a task still writes.
    if (logs.has(log.group)) logs.put(log.group, { at: model.now(), stream, message });
  };
}
