import { deploymentStatus } from '../../core/deployment/status';
import type { Answer } from '../../core/deployment/answer';
import type { Clock } from '../../core/time';
import type { LoadBalancing } from '../elbv2/load-balancing';
import type { Operation } from '../endpoint/json-protocol';
import { ServiceError } from '../service-error';
import { describeDeployment, describeTarget, targetIdOf } from './describe';
import type { DeploymentRecord, Deployments } from './deployments';
import { readExecutionId } from './performer';
import { readDeploymentRequest } from './read-request';

type Input = Readonly<Record<string, unknown>>;

/** CodeDeploy over the wire. */
export function deploymentOperations(deployments: Deployments, balancing: LoadBalancing, clock: Clock): Readonly<Record<string, Operation>> {
  const named = (input: Input): DeploymentRecord => deployments.named(idIn(input));
  const targetOf = (record: DeploymentRecord): object => {
    if (record.run.deployment.events.BeforeInstall.status === 'Pending') {
      throw new ServiceError('DeploymentNotStartedException', `The deployment ${record.id} has not started yet.`);
    }
    return describeTarget(record, balancing, clock.now());
  };
  return {
    CreateDeployment: async (input) => ({ deploymentId: deployments.create(readDeploymentRequest(input)).id }),
    GetDeployment: async (input) => ({ deploymentInfo: describeDeployment(named(input)) }),
    ListDeployments: async (input) => {
      const statuses = input['includeOnlyStatuses'] as readonly string[] | undefined;
      const found = [...deployments.records.values()].filter(({ group, run }) =>
        (input['applicationName'] === undefined || group.application === input['applicationName'])
        && (input['deploymentGroupName'] === undefined || group.name === input['deploymentGroupName'])
        && (statuses === undefined || statuses.length === 0 || statuses.includes(deploymentStatus(run.deployment))));
      return { deployments: found.map(({ id }) => id).reverse() };
    },
    ListDeploymentTargets: async (input) => {
      const record = named(input);
      targetOf(record);
      return { targetIds: [targetIdOf(record)] };
    },
    GetDeploymentTarget: async (input) => {
      const record = named(input);
      if (input['targetId'] !== targetIdOf(record)) throw new ServiceError('DeploymentTargetDoesNotExistException', `The target ${String(input['targetId'])} does not belong to the deployment ${record.id}.`);
      return { deploymentTarget: targetOf(record) };
    },
    BatchGetDeploymentTargets: async (input) => {
      const record = named(input);
      const ids = (input['targetIds'] ?? []) as readonly string[];
      if (ids.length !== 1) throw new ServiceError('DeploymentTargetListSizeExceededException', 'An ECS deployment has exactly one target.');
      if (ids[0] !== targetIdOf(record)) throw new ServiceError('DeploymentTargetDoesNotExistException', `The target ${String(ids[0])} does not belong to the deployment ${record.id}.`);
      return { deploymentTargets: [targetOf(record)] };
    },
    StopDeployment: async (input) => {
      const { run } = named(input);
      const rollback = input['autoRollbackEnabled'];
      refuse(run.send({ kind: 'stop-requested', rollback: typeof rollback === 'boolean' ? rollback : undefined }));
      return { status: 'Pending', statusMessage: 'No more commands will be scheduled for execution in the deployment instances' };
    },
    ContinueDeployment: async (input) => {
      const { run } = named(input);
      const wait = input['deploymentWaitType'] ?? 'READY_WAIT';
      if (wait !== 'READY_WAIT' && wait !== 'TERMINATION_WAIT') throw new ServiceError('InvalidDeploymentWaitTypeException', `Invalid deployment wait type: ${String(wait)}`);
      refuse(run.send({ kind: 'continue-requested', wait }));
      return {};
    },
    PutLifecycleEventHookExecutionStatus: async (input) => {
      const { run } = named(input);
      const wire = String(input['lifecycleEventHookExecutionId'] ?? '');
      const verdict = input['status'];
      if (verdict !== 'Succeeded' && verdict !== 'Failed') {
        throw new ServiceError('InvalidLifecycleEventHookExecutionStatusException', `The status ${String(verdict)} is not valid: use Succeeded or Failed.`);
      }
      refuse(run.send({ kind: 'hook-reported', executionId: readExecutionId(wire), verdict }));
      return { lifecycleEventHookExecutionId: wire };
    },
  };
}

function idIn(input: Input): string {
  const id = input['deploymentId'];
  if (id === undefined) throw new ServiceError('DeploymentIdRequiredException', 'A deployment ID is required.');
  if (typeof id !== 'string' || !/^d-[A-Z0-9]{9}$/.test(id)) throw new ServiceError('InvalidDeploymentIdException', `Specified DeploymentId is not in the valid format: ${String(id)}`);
  return id;
}

/** @throws ServiceError for what the machine refuses */
function refuse(answer: Answer): void {
  switch (answer) {
    case 'accepted':
    case 'ignored': return;
    case 'unknown-execution': throw new ServiceError('InvalidLifecycleEventHookExecutionIdException', 'The lifecycle event hook execution ID is not valid.');
    case 'event-already-completed': throw new ServiceError('LifecycleEventAlreadyCompletedException', 'An attempt to return the status of an already completed lifecycle event occurred.');
    case 'deployment-already-completed': throw new ServiceError('DeploymentAlreadyCompletedException', 'The deployment is already complete.');
    case 'not-in-ready-state': throw new ServiceError('DeploymentIsNotInReadyStateException', 'The deployment does not have a status of Ready and cannot continue yet.');
  }
}
