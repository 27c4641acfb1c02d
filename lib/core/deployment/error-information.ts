import { minutes, type Millis } from '../units';
import type { Cause } from './cause';

/** The `ErrorCode`s of the API that an ECS deployment ends with here. */
export type ErrorCode =
  | 'ALARM_ACTIVE' | 'HOOK_EXECUTION_FAILURE' | 'INVALID_REVISION' | 'INVALID_ECS_SERVICE' | 'TIMEOUT' | 'MANUAL_STOP' | 'ECS_UPDATE_ERROR'
  | 'ELASTIC_LOAD_BALANCING_INVALID' | 'IAM_ROLE_PERMISSIONS' | 'INTERNAL_ERROR';

export interface ErrorInformation {
  readonly code: ErrorCode;
  readonly message: string;
}

/**
 * What `GetDeployment` says about an ending.
 *
 * Sentences that clients may match are the service's own (user guide, "Troubleshoot Amazon ECS deployment issues"; published
 * runs for alarms). The pairing of time-outs with TIMEOUT, of a stop with MANUAL_STOP and of unreadable alarms with
 * INTERNAL_ERROR is inferred, as are the sentences for them that the guide does not print.
 */
export function errorInformation(cause: Cause): ErrorInformation {
  switch (cause.kind) {
    case 'invalid-revision':
      return { code: 'INVALID_REVISION', message: notReadable(cause.message) };
    case 'invalid-service':
      return { code: 'INVALID_ECS_SERVICE', message: cause.message };
    case 'alarm-active':
      return { code: 'ALARM_ACTIVE', message: alarmsActive(cause.alarms) };
    case 'alarms-unreadable':
      return { code: 'INTERNAL_ERROR', message: alarmsUnreadable(cause.message) };
    case 'stop-requested':
      return { code: 'MANUAL_STOP', message: 'The deployment was stopped by a request.' };
    case 'ready-timeout':
      return { code: 'TIMEOUT', message: timedOut('a notification to continue', cause.wait) };
    case 'hook-failed':
      return { code: 'HOOK_EXECUTION_FAILURE', message: hookFailed };
    case 'hook-timeout':
      return { code: 'TIMEOUT', message: noCallback };
    case 'hook-not-invocable':
      return { code: 'IAM_ROLE_PERMISSIONS', message: cause.message };
    case 'install-timeout':
      return { code: 'TIMEOUT', message: timedOut('the replacement task set to become healthy', cause.limit) };
    case 'task-set-failed':
      return { code: 'ECS_UPDATE_ERROR', message: cause.message };
    case 'routing-failed':
      return { code: 'ELASTIC_LOAD_BALANCING_INVALID', message: listenerNotUpdated(cause.message) };
    case 'not-confirmed':
      return { code: 'TIMEOUT', message: timedOut(`the ${cause.work}`, cause.limit) };
    case 'shift-too-late':
      return { code: 'TIMEOUT', message: timedOut('the start of the traffic shift', cause.limit) };
  }
}

/** The message of a hook that the service role may not invoke. */
export const mayNotInvoke = (roleArn: string): string =>
  `The IAM role ${roleArn} does not give you permission to perform operations in the following AWS service: AWSLambda.`;

const hookFailed = 'The deployment failed because one or more of the lifecycle event validation functions failed.';

const notReadable = (why: string): string =>
  `The deployment failed because the AppSpec file that specifies the deployment configuration is missing or has an invalid configuration. ${why}`;

const noCallback = 'The deployment timed out while waiting for a status callback. '
  + 'CodeDeploy expects a status callback within one hour after a deployment hook is invoked.';

const listenerNotUpdated = (why: string): string => `The ELB could not be updated due to the following error: ${why}`;

const alarmsUnreadable = (why: string): string =>
  `The deployment was stopped because the state of its alarms could not be read: ${why}`;

const timedOut = (waitingFor: string, limit: Millis): string =>
  `The deployment timed out while waiting for ${waitingFor}. This time out period is ${limit / minutes(1)} minutes.`;

const alarmsActive = (names: readonly string[]): string =>
  'One or more alarms have been activated according to the Amazon CloudWatch metrics you selected, '
  + `and the affected deployments have been stopped. Activated alarms: ${names.map((name) => `<${name}>`).join(' ')}`;
