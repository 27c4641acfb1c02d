import type { ResourceProvider } from '../../cloudformation/provider';
import { textOf } from '../../fields';
import { readTaskDefinition } from '../read-task-definition';
import type { ContainerResourcePorts } from '../resources';

export function taskDefinition({ service: ecs, images, workloadOf }: ContainerResourcePorts): ResourceProvider {
  return {
    async create({ place, properties, metadata, stackName, logicalId }) {
      const read = readTaskDefinition(properties);
      const workload = workloadOf(metadata);
      const carrier = read.containers.find(({ name }) => name === workload?.container);
      if (workload !== undefined && carrier !== undefined) images.add(carrier.image, workload);
      const family = textOf(properties['Family']) ?? `${stackName}${logicalId}`.replace(/[^A-Za-z0-9_-]/g, '');
      const { arn } = ecs.register({ ...read, family, place });
      return { physicalId: arn, attributes: { TaskDefinitionArn: arn } };
    },
    update: async () => 'replace',
    async delete(_, { physicalId }) {
      ecs.definition(physicalId).active = false;
    },
  };
}
