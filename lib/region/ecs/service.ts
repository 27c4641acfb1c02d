import type { Instant, Millis } from '../../core/units';
import type { Place } from '../place';
import type { TaskNetwork } from './network';
import type { Attachment } from './registration';
import type { Rolling } from './rolling';
import type { TaskSet } from './task-set';

/** An ECS service. */
export interface Service {
  readonly arn: string;
  readonly name: string;
  readonly clusterArn: string;
  readonly place: Place;
  /** The definition that the service was asked for: a family under CodeDeploy, which chooses the revision. */
  readonly family: string;
  /** Where its tasks are registered; a service that CodeDeploy rolls out always has one. */
  readonly attachment: Attachment | undefined;
  readonly network: TaskNetwork;
  readonly grace: Millis;
  readonly createdAt: Instant;
  desiredCount: number;
  readonly taskSets: TaskSet[];
  readonly controller: Controller;
}

/** Who replaces the tasks: somebody else (CodeDeploy) with whole task sets, or ECS itself, bit by bit. */
export type Controller = { readonly type: 'CODE_DEPLOY' } | { readonly type: 'ECS'; readonly rolling: Rolling };

export const primaryOf = (service: Service): TaskSet | undefined => service.taskSets.find(({ status }) => status === 'PRIMARY');
