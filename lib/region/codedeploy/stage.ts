import type { ContainerService } from '../ecs/container-service';
import { primaryOf, type Service } from '../ecs/service';
import type { TaskSet } from '../ecs/task-set';
import type { LoadBalancing } from '../elbv2/load-balancing';
import { isServiceError } from '../service-error';
import type { DeploymentGroup } from './catalog';
import { serviceIn } from './group-problems';
import type { Lanes } from './lanes';
import type { AppSpec } from './read-app-spec';

/** What one deployment, and its rollback after it, works on. */
export interface Stage {
  readonly group: DeploymentGroup;
  readonly service: Service;
  readonly appSpec: AppSpec;
  readonly lanes: Lanes;
  readonly blue: TaskSet;
  readonly blueGroupArn: string;
  readonly greenGroupArn: string;
  green: TaskSet | undefined;
}

/** The stage as it stands; or why no deployment can work on it. */
export function stageFor(group: DeploymentGroup, appSpec: AppSpec, lanes: Lanes, { ecs, balancing }: { readonly ecs: ContainerService; readonly balancing: LoadBalancing }): Stage | string {
  const service = serviceOf(group, ecs);
  if (typeof service === 'string') return service;
  const blue = primaryOf(service);
  if (blue === undefined) return 'The ECS service does not have a primary taskset.';
  const blueGroupArn = blue.about.attachment?.targetGroupArn;
  const pair = group.targetGroups.map((name) => balancing.groupNamed(name)?.arn);
  const greenGroupArn = pair.find((arn) => arn !== blueGroupArn);
  if (blueGroupArn === undefined || greenGroupArn === undefined || !pair.includes(blueGroupArn)) {
    return `The target group of the primary taskset of the ECS service ${service.name} must be one of the pair of the deployment group: ${group.targetGroups.join(', ')}.`;
  }
  return { group, service, appSpec, lanes, blue, blueGroupArn, greenGroupArn, green: undefined };
}

function serviceOf(group: DeploymentGroup, ecs: ContainerService): Service | string {
  try {
    return serviceIn(group, ecs);
  } catch (thrown) {
    if (isServiceError(thrown)) return thrown.message;
    throw thrown;
  }
}
