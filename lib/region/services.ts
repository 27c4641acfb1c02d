import type { Clock } from '../core/time';
import type { Catalog } from './codedeploy/catalog';
import { codeDeployOperations } from './codedeploy/operations';
import type { Deployments } from './codedeploy/deployments';
import type { ContainerService } from './ecs/container-service';
import { containerOperations } from './ecs/operations';
import type { LoadBalancing } from './elbv2/load-balancing';
import type { Services } from './endpoint/json-protocol';
import type { Secrets } from './secretsmanager/secrets';
import { parameterOperations } from './ssm/operations';
import type { ParameterStore } from './ssm/parameter-store';
import type { Executions } from './states/executions';

export interface ServicePorts {
  readonly clock: Clock;
  readonly catalog: Catalog;
  readonly deployments: Deployments;
  readonly balancing: LoadBalancing;
  readonly ecs: ContainerService;
  readonly executions: Executions;
  readonly secrets: Secrets;
  readonly parameters: ParameterStore;
}

/** The services of the endpoint by the prefix of their `X-Amz-Target`. */
export function servicesOf({ clock, catalog, deployments, balancing, ecs, executions, secrets, parameters }: ServicePorts): Services {
  return {
    CodeDeploy_20141006: codeDeployOperations({ catalog, deployments, balancing, clock }),
    AmazonEC2ContainerServiceV20141113: containerOperations(ecs),
    AWSStepFunctions: executions.operations,
    secretsmanager: secrets.operations,
    AmazonSSM: parameterOperations(parameters),
  };
}
