import type { Instant, Millis } from '../../core/units';
import type { Place } from '../place';
import type { TaskNetwork } from './network';
import type { TaskSet } from './task-set';

/** An ECS service whose task sets somebody else (CodeDeploy) creates and removes. */
export interface Service {
  readonly arn: string;
  readonly name: string;
  readonly clusterArn: string;
  readonly place: Place;
  readonly family: string;
  readonly container: { readonly name: string; readonly port: number };
  readonly targetGroupArn: string;
  readonly network: TaskNetwork;
  readonly grace: Millis;
  readonly createdAt: Instant;
  desiredCount: number;
  readonly taskSets: TaskSet[];
}

export const primaryOf = (service: Service): TaskSet | undefined => service.taskSets.find(({ status }) => status === 'PRIMARY');
