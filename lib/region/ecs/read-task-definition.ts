import { fieldsOf, listOf, refuseOthers, refuseUnless, textOf, textsOf, type Fields } from '../fields';
import { ServiceError } from '../service-error';
import { fargateOffers } from './fargate-size';
import { readContainer } from './read-container';
import { asApi, type TaskDefinition } from './task-definition';

const TYPE = 'AWS::ECS::TaskDefinition';

/** Reads a task definition from template properties, refusing what Fargate refuses and what the region does not do. @throws ServiceError `ClientException` */
export function readTaskDefinition(properties: Fields): Omit<TaskDefinition, 'arn' | 'revision' | 'active' | 'family' | 'place'> {
  refuseOthers(TYPE, properties, {
    served: ['Family', 'ContainerDefinitions', 'Cpu', 'Memory', 'NetworkMode', 'RequiresCompatibilities', 'TaskRoleArn', 'ExecutionRoleArn', 'RuntimePlatform', 'Tags', 'Volumes', 'EnableFaultInjection'],
    withoutEffect: ['EphemeralStorage'],
  }, 'ClientException');
  refuseUnless(`${TYPE}.NetworkMode`, properties['NetworkMode'] ?? 'bridge', ['awsvpc'], 'ClientException');
  refuseUnless(`${TYPE}.EnableFaultInjection`, properties['EnableFaultInjection'], [false], 'ClientException');
  if (listOf(properties['Volumes']).length > 0) throw new ServiceError('ClientException', `the region does not serve ${TYPE}.Volumes`);
  if (!textsOf(properties['RequiresCompatibilities']).includes('FARGATE')) throw new ServiceError('ClientException', `the region runs tasks on Fargate: ${TYPE}.RequiresCompatibilities must hold FARGATE`);
  const platform = fieldsOf(properties['RuntimePlatform']);
  refuseOthers(`${TYPE}.RuntimePlatform`, platform, { served: ['OperatingSystemFamily'], withoutEffect: ['CpuArchitecture'] }, 'ClientException');
  refuseUnless(`${TYPE}.RuntimePlatform.OperatingSystemFamily`, platform['OperatingSystemFamily'], ['LINUX'], 'ClientException');
  const [cpu, memory] = [String(properties['Cpu'] ?? ''), String(properties['Memory'] ?? '')];
  if (!fargateOffers(cpu, memory)) throw new ServiceError('ClientException', `No Fargate configuration exists for given values: ${cpu} CPU, ${memory} memory. See the Amazon ECS documentation for the valid values.`);
  const containers = listOf(properties['ContainerDefinitions']).map(readContainer);
  const executionRoleArn = textOf(properties['ExecutionRoleArn']);
  const problem = problemOf(containers, executionRoleArn);
  if (problem !== undefined) throw new ServiceError('ClientException', problem);
  const { Tags, ...rest } = properties;
  return {
    containers, executionRoleArn, taskRoleArn: textOf(properties['TaskRoleArn']), cpu, memory, description: asApi(rest) as Fields,
    tags: listOf(Tags).map(({ Key, Value }) => ({ key: String(Key), value: String(Value) })),
  };
}

function problemOf(containers: TaskDefinition['containers'], executionRoleArn: string | undefined): string | undefined {
  if (containers.length === 0) return 'Container list cannot be empty.';
  if (new Set(containers.map(({ name }) => name)).size < containers.length) return 'Container names should be unique within a task definition.';
  if (!containers.some(({ essential }) => essential)) return 'At least one container in the task definition must be marked as essential.';
  const ports = containers.flatMap((container) => container.ports);
  if (new Set(ports).size < ports.length) return 'Containers of one task share an address, so their ports must differ.';
  if (executionRoleArn !== undefined) return undefined;
  if (containers.some(({ secrets }) => secrets.length > 0)) return "When you are specifying container secrets, you must also specify a value for 'executionRoleArn'.";
  return containers.some(({ log }) => log !== undefined) ? 'Fargate requires task definition to have execution role ARN to support log driver awslogs.' : undefined;
}
