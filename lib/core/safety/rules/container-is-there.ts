import { at, listed, numberAt, ofType } from '../../template/template';
import { each, property, referred, type Complaint } from '../each';
import type { SafetyRule } from '../safety-rule';

export const containerIsThere: SafetyRule = {
  name: 'container-is-there',
  description: 'the container and port that a service is told to register are those of its task definition: ECS says so only when it is deployed',
  fix: 'give the load balancer the name and port of a container',
  check: (template) => each(template, 'AWS::ECS::Service', (service) => {
    const name = referred(property(service, 'TaskDefinition'));
    const definition = ofType(template, 'AWS::ECS::TaskDefinition').find(([id, { Properties }]) => id === name || Properties?.['Family'] === name)?.[1];
    if (definition === undefined) return undefined;
    const containers = listed(property(definition, 'ContainerDefinitions'));
    return listed(property(service, 'LoadBalancers')).map((target): Complaint => {
      const container = containers.find((one) => at(one, 'Name') === at(target, 'ContainerName'));
      if (container === undefined) return ['LoadBalancers', `no container ${String(at(target, 'ContainerName'))} in ${String(name)}`];
      const port = numberAt(target, 'ContainerPort');
      const has = listed(at(container, 'PortMappings')).some((mapping) => numberAt(mapping, 'ContainerPort') === port);
      return has ? undefined : ['LoadBalancers', `no port ${String(port)} in the container ${String(at(container, 'Name'))}`];
    });
  }),
};
