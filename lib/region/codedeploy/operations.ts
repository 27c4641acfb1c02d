import type { Clock } from '../../core/time';
import type { LoadBalancing } from '../elbv2/load-balancing';
import type { Operation } from '../endpoint/json-protocol';
import type { Catalog } from './catalog';
import type { Deployments } from './deployments';
import { applicationOperations } from './operations/applications';
import { configurationOperations } from './operations/configurations';
import { deploymentOperations } from './operations/deployments';
import { groupOperations } from './operations/groups';
import { taggingOperations } from './operations/tagging';
import { targetOperations } from './operations/targets';

export interface OperationPorts {
  readonly catalog: Catalog;
  readonly deployments: Deployments;
  readonly balancing: LoadBalancing;
  readonly clock: Clock;
}

/** CodeDeploy over the wire: https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_Operations.html */
export function codeDeployOperations({ catalog, deployments, balancing, clock }: OperationPorts): Readonly<Record<string, Operation>> {
  return {
    ...applicationOperations(catalog, clock),
    ...configurationOperations(catalog),
    ...groupOperations(catalog, deployments),
    ...deploymentOperations(catalog, deployments),
    ...targetOperations(deployments, balancing, clock),
    ...taggingOperations(catalog),
  };
}
