import { targetStatus } from '../../../core/deployment/status';
import type { Clock } from '../../../core/time';
import type { LoadBalancing } from '../../elbv2/load-balancing';
import type { Operation } from '../../endpoint/json-protocol';
import { fieldsOf, textsOf, type Fields } from '../../fields';
import { ServiceError } from '../../service-error';
import { deploymentId } from '../deployment-id';
import type { DeploymentRecord, Deployments } from '../deployments';
import { describeTarget, targetIdOf } from '../describe-target';
import { namesPage } from '../page';
import type { Stage } from '../stage';

const MOST_IN_A_BATCH = 25;

/** The one target that a deployment to ECS has. It is there once the deployment has begun. */
export function targetOperations(deployments: Deployments, balancing: LoadBalancing, clock: Clock): Readonly<Record<string, Operation>> {
  const started = (input: Fields): { readonly record: DeploymentRecord; readonly stage: Stage } => {
    const record = deployments.named(deploymentId(input['deploymentId']));
    const { status } = record.run.deployment.events.BeforeInstall;
    if (record.stage === undefined || status === 'Pending' || status === 'Skipped') throw new ServiceError('DeploymentNotStartedException', `The deployment ${record.id} has not started.`);
    return { record, stage: record.stage };
  };
  const target = (input: Fields, targetId: unknown): object => {
    const { record, stage } = started(input);
    if (targetId !== targetIdOf(record)) throw new ServiceError('DeploymentTargetDoesNotExistException', `The target ${String(targetId)} does not belong to the deployment ${record.id}.`);
    return describeTarget(record, stage, balancing, clock.now());
  };
  return {
    ListDeploymentTargets: async (input) => {
      const { record } = started(input);
      const { names, more } = namesPage(wanted(input['targetFilters'], record) ? [targetIdOf(record)] : [], input['nextToken']);
      return { targetIds: names, ...more };
    },
    GetDeploymentTarget: async (input) => ({ deploymentTarget: target(input, checkedId(input['targetId'])) }),
    BatchGetDeploymentTargets: async (input) => {
      const ids = textsOf(input['targetIds']).map(checkedId);
      if (ids.length === 0) throw new ServiceError('DeploymentTargetIdRequiredException', 'A deployment target ID must be specified.');
      if (ids.length > MOST_IN_A_BATCH) throw new ServiceError('DeploymentTargetListSizeExceededException', `The maximum number of targets that can be requested at once is ${MOST_IN_A_BATCH}, got ${ids.length}.`);
      if (ids.length > 1) throw new ServiceError('DeploymentTargetListSizeExceededException', 'An ECS deployment has exactly one target.');
      return { deploymentTargets: ids.map((id) => target(input, id)) };
    },
    ...Object.fromEntries(['ListDeploymentInstances', 'GetDeploymentInstance', 'BatchGetDeploymentInstances'].map((name) => [name, onlyServers(deployments)])),
  };
}

function checkedId(given: unknown): string {
  if (given === undefined || given === null || given === '') throw new ServiceError('DeploymentTargetIdRequiredException', 'A deployment target ID must be specified.');
  if (typeof given !== 'string' || !/^[^:\s]+:[^:\s]+$/.test(given)) throw new ServiceError('InvalidDeploymentTargetIdException', `The target ID ${JSON.stringify(given)} is not valid: that of an ECS deployment is <cluster>:<service>.`);
  return given;
}

const STATUSES = ['Failed', 'InProgress', 'Pending', 'Ready', 'Skipped', 'Succeeded', 'Unknown'];

/** `ServerInstanceLabel` filters servers only. */
function wanted(filters: unknown, { run }: DeploymentRecord): boolean {
  const given = fieldsOf(filters);
  const unknown = Object.keys(given).find((name) => name !== 'TargetStatus' && name !== 'ServerInstanceLabel');
  if (unknown !== undefined) throw new ServiceError('InvalidTargetFilterNameException', `The target filter name ${unknown} is not valid.`);
  const statuses = textsOf(given['TargetStatus']);
  const wrong = statuses.find((status) => !STATUSES.includes(status));
  if (wrong !== undefined) throw new ServiceError('InvalidInstanceStatusException', `The target status ${wrong} is not valid.`);
  return statuses.length === 0 || statuses.includes(targetStatus(run.deployment));
}

/** Older operations that know servers only. */
const onlyServers = (deployments: Deployments): Operation => async (input) => {
  deployments.named(deploymentId(input['deploymentId']));
  throw new ServiceError('InvalidComputePlatformException', 'The compute platform of the deployment is ECS: use the operations for deployment targets.');
};
