import type { Clock } from '../../core/time';
import type { Providers } from '../cloudformation/provider';
import type { Fields } from '../fields';
import type { LoadBalancing } from '../elbv2/load-balancing';
import type { Identifiers } from '../identifiers';
import type { ContainerService } from './container-service';
import type { Images, Workload } from './images';
import { cluster } from './resources/cluster';
import { service } from './resources/service';
import { taskDefinition } from './resources/task-definition';

export interface ContainerResourcePorts {
  readonly clock: Clock;
  readonly service: ContainerService;
  readonly images: Images;
  readonly balancing: LoadBalancing;
  readonly ids: Identifiers;
  /** The bundle in the assembly that a resource's metadata names. */
  readonly workloadOf: (metadata: Fields) => Workload | undefined;
}

/** The CloudFormation types of Amazon ECS. */
export function containerResources(ports: ContainerResourcePorts): Providers {
  return {
    'AWS::ECS::Cluster': cluster(ports),
    'AWS::ECS::TaskDefinition': taskDefinition(ports),
    'AWS::ECS::Service': service(ports),
  };
}
