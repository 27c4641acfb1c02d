import { fieldsOf, isTrue, listOf, refuseOthers, refuseUnless, textOf, textsOf, wholeNumber, type Fields } from '../fields';
import { ServiceError } from '../service-error';
import type { Container, ContainerSecret } from './task-definition';

/** Fargate waits this long between SIGTERM and SIGKILL unless the container says otherwise: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html */
const STOP_TIMEOUT_SECONDS = 30;
/** ... and never longer than this. */
const LONGEST_STOP_TIMEOUT_SECONDS = 120;

const WHERE = 'ContainerDefinitions';

/** Reads one container of a task definition's template properties. @throws ServiceError `ClientException` for what the region does not do */
export function readContainer(given: Fields): Container {
  refuseOthers(WHERE, given, {
    served: ['Name', 'Image', 'EntryPoint', 'Command', 'Essential', 'Environment', 'Secrets', 'PortMappings', 'StopTimeout', 'LogConfiguration', 'Privileged'],
    withoutEffect: [
      'Cpu', 'Memory', 'MemoryReservation', 'ReadonlyRootFilesystem', 'User', 'Hostname', 'DockerLabels', 'DockerSecurityOptions', 'Interactive', 'PseudoTerminal', 'DisableNetworking', 'Ulimits',
      'LinuxParameters', 'VersionConsistency',
    ],
  }, 'ClientException');
  const name = textOf(given['Name']);
  const image = textOf(given['Image']);
  if (name === undefined || image === undefined) throw new ServiceError('ClientException', 'Container.name and Container.image should not be null or empty.');
  refuseUnless(`${WHERE}.Privileged`, given['Privileged'], [false], 'ClientException');
  return {
    name, image, command: [...textsOf(given['EntryPoint']), ...textsOf(given['Command'])],
    essential: given['Essential'] === undefined || isTrue(given['Essential']),
    environment: Object.fromEntries(listOf(given['Environment']).map(({ Name, Value }) => [String(Name), String(Value ?? '')])),
    secrets: listOf(given['Secrets']).map(readSecret),
    ports: listOf(given['PortMappings']).map(readPort),
    stopTimeoutSeconds: wholeNumber(`${WHERE}.StopTimeout`, given['StopTimeout'], [0, LONGEST_STOP_TIMEOUT_SECONDS], STOP_TIMEOUT_SECONDS),
    log: given['LogConfiguration'] === undefined ? undefined : readLog(fieldsOf(given['LogConfiguration'])),
  };
}

/** `arn:aws:secretsmanager:region:account:secret:name[:json-key:version-stage:version-id]` */
function readSecret({ Name, ValueFrom }: Fields): ContainerSecret {
  const parts = String(ValueFrom).split(':');
  if (parts[2] !== 'secretsmanager' || parts[5] !== 'secret') throw new ServiceError('ClientException', `the region resolves ${WHERE}.Secrets from AWS Secrets Manager by ARN, got ${String(ValueFrom)}`);
  const [key, stage, version] = parts.slice(7).map(textOf);
  return { name: String(Name), arn: parts.slice(0, 7).join(':'), key, stage, version };
}

/** In the network mode awsvpc a host port is the container's own. */
function readPort(mapping: Fields): number {
  const where = `${WHERE}.PortMappings`;
  refuseOthers(where, mapping, { served: ['ContainerPort', 'HostPort', 'Protocol'], withoutEffect: ['Name'] }, 'ClientException');
  refuseUnless(`${where}.Protocol`, mapping['Protocol'], ['tcp'], 'ClientException');
  const port = wholeNumber(`${where}.ContainerPort`, mapping['ContainerPort'], [1, 65_535]);
  if (mapping['HostPort'] !== undefined && Number(mapping['HostPort']) !== port) {
    throw new ServiceError('ClientException', "When networkMode=awsvpc, the host ports and container ports in port mappings must match.");
  }
  return port;
}

function readLog(configuration: Fields): NonNullable<Container['log']> {
  const where = `${WHERE}.LogConfiguration`;
  refuseOthers(where, configuration, { served: ['LogDriver', 'Options'] }, 'ClientException');
  if (configuration['LogDriver'] !== 'awslogs') throw new ServiceError('ClientException', `the region serves ${where}.LogDriver only as awslogs, got ${JSON.stringify(configuration['LogDriver'])}`);
  const options = fieldsOf(configuration['Options']);
  refuseOthers(`${where}.Options`, options, { served: ['awslogs-group', 'awslogs-stream-prefix'], withoutEffect: ['awslogs-region', 'mode', 'max-buffer-size'] }, 'ClientException');
  const [group, streamPrefix] = [textOf(options['awslogs-group']), textOf(options['awslogs-stream-prefix'])];
  if (group === undefined || streamPrefix === undefined) throw new ServiceError('ClientException', 'Log driver awslogs requires options: awslogs-group, awslogs-region, awslogs-stream-prefix');
  return { group, streamPrefix };
}
