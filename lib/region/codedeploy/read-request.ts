import type { RollbackEvent } from '../../core/deployment/policy';
import { ServiceError } from '../service-error';
import type { DeploymentRequest } from './deployments';

type Fields = Readonly<Record<string, unknown>>;

/** Longest description that is documented. */
const LONGEST_DESCRIPTION = 256;

/** Reads CreateDeployment: https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_CreateDeployment.html */
export function readDeploymentRequest(input: Fields): DeploymentRequest {
  const application = text(input['applicationName']);
  const group = text(input['deploymentGroupName']);
  const description = text(input['description']);
  if (application === undefined) throw new ServiceError('ApplicationNameRequiredException', 'An application name is required.');
  if (group === undefined) throw new ServiceError('DeploymentGroupNameRequiredException', 'A deployment group name is required.');
  if ((description ?? '').length > LONGEST_DESCRIPTION) throw new ServiceError('DescriptionTooLongException', `The description is longer than ${LONGEST_DESCRIPTION} characters.`);
  return {
    application, group, description, configuration: text(input['deploymentConfigName']), revision: revisionIn(input['revision'] as Fields | undefined),
    alarms: alarmsIn(input['overrideAlarmConfiguration'] as Fields | undefined), rollback: rollbackIn(input['autoRollbackConfiguration'] as Fields | undefined),
  };
}

function revisionIn(revision: Fields | undefined): string {
  if (revision === undefined) throw new ServiceError('RevisionRequiredException', 'A revision is required.');
  if (revision['revisionType'] !== 'AppSpecContent') {
    throw new ServiceError('InvalidRevisionException', `the region takes revisions of type AppSpecContent, got ${String(revision['revisionType'])}`);
  }
  const content = text((revision['appSpecContent'] as Fields | undefined)?.['content']);
  if (content === undefined) throw new ServiceError('InvalidRevisionException', 'The AppSpec content is empty.');
  return content;
}

function alarmsIn(configuration: Fields | undefined): DeploymentRequest['alarms'] {
  if (configuration === undefined) return undefined;
  const alarms = (configuration['alarms'] ?? []) as readonly { readonly name: string }[];
  return { enabled: configuration['enabled'] === true, ignorePollAlarmFailure: configuration['ignorePollAlarmFailure'] === true, names: alarms.map(({ name }) => name) };
}

function rollbackIn(configuration: Fields | undefined): DeploymentRequest['rollback'] {
  if (configuration === undefined) return undefined;
  const events = (configuration['events'] ?? []) as readonly RollbackEvent[];
  if (configuration['enabled'] === true && events.length === 0) throw new ServiceError('InvalidAutoRollbackConfigException', 'Automatic rollback is enabled, but no events are specified.');
  return { enabled: configuration['enabled'] === true, events };
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
