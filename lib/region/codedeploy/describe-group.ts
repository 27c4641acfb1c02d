import { deploymentStatus } from '../../core/deployment/status';
import { minutes, type Instant } from '../../core/units';
import type { DeploymentGroup } from './catalog';
import type { DeploymentRecord } from './deployments';
import type { GroupSettings } from './read-group';

/** A moment on the wire: seconds, to the millisecond, so that a client can ask for just this one. */
export const seconds = (at: Instant): number => Math.floor(at) / 1_000;

export const DEPLOYMENT_STYLE = { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' } as const;

/** `deploymentGroupInfo` of GetDeploymentGroup: https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_DeploymentGroupInfo.html */
export function describeGroup(group: DeploymentGroup, lastAttempted: DeploymentRecord | undefined, lastSuccessful: DeploymentRecord | undefined): object {
  const { id, application, name, configuration, serviceRoleArn, service, alarms, rollback, triggers } = group;
  return {
    applicationName: application, deploymentGroupId: id, deploymentGroupName: name, deploymentConfigName: configuration, ec2TagFilters: [], onPremisesInstanceTagFilters: [], autoScalingGroups: [],
    serviceRoleArn, ...(lastSuccessful === undefined ? {} : { targetRevision: lastSuccessful.revision.wire }),
    triggerConfigurations: triggers.map(({ name: triggerName, topicArn, events }) => ({ triggerName, triggerTargetArn: topicArn, triggerEvents: events })),
    alarmConfiguration: describeAlarms(alarms), autoRollbackConfiguration: describeRollback(rollback), deploymentStyle: DEPLOYMENT_STYLE, outdatedInstancesStrategy: 'UPDATE',
    blueGreenDeploymentConfiguration: describeBlueGreen(group), loadBalancerInfo: describePair(group),
    ...(lastSuccessful === undefined ? {} : { lastSuccessfulDeployment: last(lastSuccessful) }), ...(lastAttempted === undefined ? {} : { lastAttemptedDeployment: last(lastAttempted) }),
    computePlatform: 'ECS', ecsServices: [{ serviceName: service.name, clusterName: service.cluster }], terminationHookEnabled: false,
  };
}

export const describeAlarms = ({ enabled, ignorePollAlarmFailure, names }: GroupSettings['alarms']): object => ({ enabled, ignorePollAlarmFailure, alarms: names.map((name) => ({ name })) });
export const describeRollback = ({ enabled, events }: GroupSettings['rollback']): object => ({ enabled, events });

export function describeBlueGreen({ terminationWaitMinutes, ready }: GroupSettings): object {
  return {
    terminateBlueInstancesOnDeploymentSuccess: { action: 'TERMINATE', terminationWaitTimeInMinutes: terminationWaitMinutes },
    deploymentReadyOption: { actionOnTimeout: ready.kind, waitTimeInMinutes: ready.kind === 'STOP_DEPLOYMENT' ? ready.wait / minutes(1) : 0 },
  };
}

export function describePair({ targetGroups, productionListenerArn, testListenerArn }: GroupSettings): object {
  return {
    targetGroupPairInfoList: [{
      targetGroups: targetGroups.map((name) => ({ name })), prodTrafficRoute: { listenerArns: [productionListenerArn] },
      ...(testListenerArn === undefined ? {} : { testTrafficRoute: { listenerArns: [testListenerArn] } }),
    }],
  };
}

function last({ id, createdAt, run: { deployment } }: DeploymentRecord): object {
  return { deploymentId: id, status: deploymentStatus(deployment), createTime: seconds(createdAt), ...(deployment.phase.at === 'ended' ? { endTime: seconds(deployment.phase.endedAt) } : {}) };
}
