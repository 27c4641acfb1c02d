import { fieldsOf, isTrue, refuseOthers, textOf, type Fields } from '../fields';
import { ServiceError } from '../service-error';
import type { DeploymentRequest } from './deployments';
import { readAlarms } from './read-alarms';
import { readRevision } from './read-revision';
import { readRollback } from './read-rollback';

/** Longest description that is documented. */
const LONGEST_DESCRIPTION = 256;

/** Reads CreateDeployment: https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_CreateDeployment.html */
export function readDeploymentRequest(input: Fields): DeploymentRequest {
  refuseOthers('CreateDeployment', input, {
    served: [
      'applicationName', 'deploymentGroupName', 'revision', 'deploymentConfigName', 'description', 'autoRollbackConfiguration', 'overrideAlarmConfiguration',
      'ignoreApplicationStopFailures', 'updateOutdatedInstancesOnly', 'targetInstances',
    ],
    // It asks what happens to files on an instance.
    withoutEffect: ['fileExistsBehavior'],
  }, 'InvalidInputException');
  if (isTrue(input['ignoreApplicationStopFailures'])) throw new ServiceError('InvalidIgnoreApplicationStopFailuresValueException', 'For ECS deployment group, ignoreApplicationStopFailures must not be true.');
  if (isTrue(input['updateOutdatedInstancesOnly'])) throw new ServiceError('InvalidUpdateOutdatedInstancesOnlyValueException', 'For ECS deployment group, updateOutdatedInstancesOnly must not be true.');
  if (Object.keys(fieldsOf(input['targetInstances'])).length > 0) throw new ServiceError('InvalidTargetInstancesException', 'For ECS deployment group, targetInstances must not be specified.');
  return {
    application: input['applicationName'], group: input['deploymentGroupName'], description: readDescription(input['description']), configuration: textOf(input['deploymentConfigName']),
    revision: readRevision(input['revision']),
    alarms: input['overrideAlarmConfiguration'] === undefined ? undefined : readAlarms(fieldsOf(input['overrideAlarmConfiguration'])),
    rollback: input['autoRollbackConfiguration'] === undefined ? undefined : readRollback(fieldsOf(input['autoRollbackConfiguration'])),
  };
}

/** @throws ServiceError `DescriptionTooLongException` */
export function readDescription(given: unknown): string | undefined {
  const description = textOf(given);
  if ((description ?? '').length > LONGEST_DESCRIPTION) throw new ServiceError('DescriptionTooLongException', `The description is longer than ${LONGEST_DESCRIPTION} characters.`);
  return description;
}
