import type { Answer } from '../../../core/deployment/answer';
import { deploymentStatus } from '../../../core/deployment/status';
import type { Operation } from '../../endpoint/json-protocol';
import { fieldsOf, refuseOthers, textsOf, type Fields } from '../../fields';
import { ServiceError } from '../../service-error';
import { batch } from '../batch';
import type { Catalog } from '../catalog';
import { deploymentId } from '../deployment-id';
import type { DeploymentRecord, Deployments } from '../deployments';
import { describeDeployment } from '../describe-deployment';
import { seconds } from '../describe-group';
import { namesPage } from '../page';
import { readExecutionId } from '../performer';
import { readDeploymentRequest } from '../read-request';

const MOST_IN_A_BATCH = 25;
const STATUSES = ['Created', 'Queued', 'InProgress', 'Baking', 'Succeeded', 'Failed', 'Stopped', 'Ready'];

/** Deployments: made, looked at, stopped, continued, and told what a hook found. */
export function deploymentOperations(catalog: Catalog, deployments: Deployments): Readonly<Record<string, Operation>> {
  const named = (input: Fields): DeploymentRecord => deployments.named(deploymentId(input['deploymentId']));
  return {
    CreateDeployment: async (input) => ({ deploymentId: deployments.create(readDeploymentRequest(input)).id }),
    GetDeployment: async (input) => ({ deploymentInfo: describeDeployment(named(input)) }),
    BatchGetDeployments: async (input) => {
      const ids = batch('deployment IDs', input['deploymentIds'], MOST_IN_A_BATCH, 'DeploymentIdRequiredException').map(deploymentId);
      return { deploymentsInfo: ids.flatMap((id) => deployments.records.get(id) ?? []).map(describeDeployment) };
    },
    ListDeployments: async (input) => list(catalog, deployments, input),
    StopDeployment: async (input) => {
      const rollback = input['autoRollbackEnabled'];
      refuse(named(input).run.send({ kind: 'stop-requested', rollback: typeof rollback === 'boolean' ? rollback : undefined }));
      return { status: 'Pending', statusMessage: 'No more commands will be scheduled for execution in the deployment instances' };
    },
    ContinueDeployment: async (input) => {
      const wait = input['deploymentWaitType'] ?? 'READY_WAIT';
      if (wait !== 'READY_WAIT' && wait !== 'TERMINATION_WAIT') throw new ServiceError('InvalidDeploymentWaitTypeException', `The wait type ${JSON.stringify(wait)} is not valid: use READY_WAIT or TERMINATION_WAIT.`);
      refuse(named(input).run.send({ kind: 'continue-requested', wait }));
    },
    // The older way to end the termination wait.
    SkipWaitTimeForInstanceTermination: async (input) => refuse(named(input).run.send({ kind: 'continue-requested', wait: 'TERMINATION_WAIT' })),
    PutLifecycleEventHookExecutionStatus: async (input) => {
      const { run } = named(input);
      const [execution, verdict] = [input['lifecycleEventHookExecutionId'], input['status']];
      if (typeof execution !== 'string' || execution === '') return unknownExecution();
      if (verdict !== 'Succeeded' && verdict !== 'Failed') throw new ServiceError('InvalidLifecycleEventHookExecutionStatusException', `The status ${JSON.stringify(verdict)} is not valid: use Succeeded or Failed.`);
      refuse(run.send({ kind: 'hook-reported', executionId: readExecutionId(execution), verdict }));
      return { lifecycleEventHookExecutionId: execution };
    },
  };
}

/** Newest first. */
function list(catalog: Catalog, deployments: Deployments, input: Fields): object {
  refuseOthers('ListDeployments', input, { served: ['applicationName', 'deploymentGroupName', 'externalId', 'includeOnlyStatuses', 'createTimeRange', 'nextToken'] }, 'InvalidInputException');
  const { applicationName, deploymentGroupName, externalId, createTimeRange } = input;
  if (deploymentGroupName !== undefined && applicationName === undefined) throw new ServiceError('ApplicationNameRequiredException', 'The application name must be specified with a deployment group name.');
  if (applicationName !== undefined && deploymentGroupName === undefined) throw new ServiceError('DeploymentGroupNameRequiredException', 'The deployment group name must be specified with an application name.');
  const group = applicationName === undefined ? undefined : catalog.group(applicationName, deploymentGroupName);
  const statuses = textsOf(input['includeOnlyStatuses']);
  const unknown = statuses.find((status) => !STATUSES.includes(status));
  if (unknown !== undefined) throw new ServiceError('InvalidDeploymentStatusException', `The deployment status ${unknown} is not valid.`);
  const { start = -Infinity, end = Infinity } = fieldsOf(createTimeRange);
  if (typeof start !== 'number' || typeof end !== 'number' || start > end) throw new ServiceError('InvalidTimeRangeException', 'The time range is not valid: its start must be before its end.');
  const found = (group === undefined ? [...deployments.records.values()] : deployments.of(group)).filter(({ createdAt, run }) =>
    externalId === undefined && seconds(createdAt) >= start && seconds(createdAt) <= end && (statuses.length === 0 || statuses.includes(deploymentStatus(run.deployment))));
  const { names, more } = namesPage(found.map(({ id }) => id).reverse(), input['nextToken']);
  return { deployments: names, ...more };
}

/** @throws ServiceError for what the machine refuses */
function refuse(answer: Answer): void {
  switch (answer) {
    case 'accepted':
    case 'ignored': return;
    case 'unknown-execution': return unknownExecution();
    case 'event-already-completed': throw new ServiceError('LifecycleEventAlreadyCompletedException', 'An attempt to return the status of an already completed lifecycle event occurred.');
    case 'deployment-already-completed': throw new ServiceError('DeploymentAlreadyCompletedException', 'The deployment is already complete.');
    case 'not-in-ready-state': throw new ServiceError('DeploymentIsNotInReadyStateException', 'The deployment does not have a status of Ready and cannot continue yet.');
  }
}

function unknownExecution(): never {
  throw new ServiceError('InvalidLifecycleEventHookExecutionIdException', 'The lifecycle event hook execution ID is not valid.');
}
