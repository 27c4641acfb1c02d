import { rollbackInfo } from '../../core/deployment/rollback-info';
import { deploymentStatus, errorOf, terminationWaitStarted } from '../../core/deployment/status';
import { describeAlarms, describeBlueGreen, describePair, describeRollback, DEPLOYMENT_STYLE, seconds } from './describe-group';
import type { DeploymentRecord } from './deployments';

/** `deploymentInfo` of GetDeployment: https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_DeploymentInfo.html */
export function describeDeployment(record: DeploymentRecord): object {
  const { id, group, configuration, creator, description, revision, previousRevision, overriddenAlarms, createdAt, policy, run } = record;
  const { deployment } = run;
  const first = deployment.events.BeforeInstall;
  const ended = deployment.phase.at === 'ended' ? deployment.phase : undefined;
  const linked = rollbackInfo(deployment);
  const error = errorOf(deployment);
  return {
    applicationName: group.application, deploymentGroupName: group.name, deploymentConfigName: configuration, deploymentId: id,
    ...(previousRevision === undefined ? {} : { previousRevision: previousRevision.wire }), revision: revision.wire,
    status: deploymentStatus(deployment), createTime: seconds(createdAt), creator, ignoreApplicationStopFailures: false, updateOutdatedInstancesOnly: false,
    ...('startedAt' in first ? { startTime: seconds(first.startedAt) } : {}),
    ...(description === undefined ? {} : { description }),
    ...(ended === undefined ? {} : { completeTime: seconds(ended.endedAt), deploymentOverview: overview(ended.outcome.status) }),
    ...(error === undefined ? {} : { errorInformation: error }),
    ...(linked === undefined ? {} : { rollbackInfo: linked }),
    autoRollbackConfiguration: describeRollback({ enabled: policy.rollbackOn.length > 0, events: policy.rollbackOn }),
    ...(overriddenAlarms === undefined ? {} : { overrideAlarmConfiguration: describeAlarms(overriddenAlarms) }),
    deploymentStyle: DEPLOYMENT_STYLE, instanceTerminationWaitTimeStarted: terminationWaitStarted(deployment),
    blueGreenDeploymentConfiguration: describeBlueGreen(group), loadBalancerInfo: describePair(group), deploymentStatusMessages: [], computePlatform: 'ECS',
  };
}

/** Counts targets, of which an ECS deployment has one. */
function overview(status: string): object {
  const none = { Pending: 0, InProgress: 0, Succeeded: 0, Failed: 0, Skipped: 0, Ready: 0 };
  return status === 'Succeeded' ? { ...none, Succeeded: 1 } : { ...none, Failed: 1 };
}
