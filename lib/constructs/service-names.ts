import { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** The fixed names of a service and its cluster, from which permissions are made before either of them is there. */
export interface ServiceNames {
  readonly cluster: string;
  readonly service: string;
}

/** Every task set of the service. */
export const taskSetsOf = (scope: IConstruct, { cluster, service }: ServiceNames): string =>
  ecsArn(scope, `task-set/${cluster}/${service}/*`);

/** Every task of the cluster: of the service, and of its migrations. */
export const tasksOf = (scope: IConstruct, { cluster }: ServiceNames): string => ecsArn(scope, `task/${cluster}/*`);

/** The services of all workers in the cluster: each release brings its own. */
export const workersOf = (scope: IConstruct, { cluster }: ServiceNames): string => ecsArn(scope, `service/${cluster}/${workerPrefix}*`);

/**
 * What the names of worker services begin with; the number of the try and the release follow.
 *
 * The deployment function finds the workers of a release by this.
 */
const workerPrefix = 'worker-';
export const workerServiceName = (release: string, attempt: string): string => `${workerPrefix}${attempt}-${release}`;

function ecsArn(scope: IConstruct, resource: string): string {
  const { partition, region, account } = Stack.of(scope);
  return `arn:${partition}:ecs:${region}:${account}:${resource}`;
}
