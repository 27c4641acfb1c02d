import type { ResourceProvider } from '../../cloudformation/provider';
import { refuseOthers } from '../../fields';
import { arnOf } from '../../place';
import { ServiceError } from '../../service-error';
import type { ContainerResourcePorts } from '../resources';

export function cluster({ service: ecs, ids }: ContainerResourcePorts): ResourceProvider {
  const read = (properties: Readonly<Record<string, unknown>>): void => refuseOthers('AWS::ECS::Cluster', properties, {
    served: ['ClusterName'], withoutEffect: ['ClusterSettings', 'Configuration', 'Tags', 'CapacityProviders', 'DefaultCapacityProviderStrategy'],
  });
  return {
    async create({ place, properties, stackName, logicalId }) {
      read(properties);
      const name = String(properties['ClusterName'] ?? `${stackName}-${logicalId}-${ids.upper(12)}`);
      const arn = arnOf('ecs', place, `cluster/${name}`);
      ecs.clusters.set(arn, { arn, name });
      return { physicalId: name, attributes: { Arn: arn } };
    },
    async update({ properties }, existing) {
      read(properties);
      return existing;
    },
    async delete(_, { attributes }) {
      const arn = String(attributes['Arn']);
      if ([...ecs.services.values()].some(({ clusterArn }) => clusterArn === arn)) throw new ServiceError('ClusterContainsServicesException', 'The Cluster cannot be deleted while Services are active.');
      ecs.clusters.delete(arn);
    },
  };
}
