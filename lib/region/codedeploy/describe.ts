import { lifecycleEvents } from '../../core/deployment/lifecycle-event';
import { rollbackInfo } from '../../core/deployment/rollback-info';
import { deploymentStatus, errorOf, targetStatus, terminationWaitStarted } from '../../core/deployment/status';
import type { TaskSet } from '../ecs/task-set';
import { actionOf } from '../elbv2/live';
import type { LoadBalancing } from '../elbv2/load-balancing';
import type { Instant } from '../../core/units';
import type { DeploymentRecord } from './deployments';

const seconds = (at: Instant): number => at / 1_000;

/** `deploymentInfo` of GetDeployment: https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_DeploymentInfo.html */
export function describeDeployment(record: DeploymentRecord): object {
  const { id, group, configuration, creator, description, revision, createdAt, policy, run } = record;
  const { deployment } = run;
  const ended = deployment.phase.at === 'ended' ? deployment.phase : undefined;
  const linked = rollbackInfo(deployment);
  const error = errorOf(deployment);
  return {
    applicationName: group.application, deploymentGroupName: group.name, deploymentConfigName: configuration, deploymentId: id,
    revision: { revisionType: 'AppSpecContent', appSpecContent: { content: revision } },
    status: deploymentStatus(deployment), createTime: seconds(createdAt), startTime: seconds(createdAt), creator,
    ...(description === undefined ? {} : { description }),
    ...(ended === undefined ? {} : { completeTime: seconds(ended.endedAt), deploymentOverview: overview(ended.outcome.status) }),
    ...(error === undefined ? {} : { errorInformation: error }),
    ...(linked === undefined ? {} : { rollbackInfo: linked }),
    autoRollbackConfiguration: { enabled: policy.rollbackOn.length > 0, events: policy.rollbackOn },
    deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
    instanceTerminationWaitTimeStarted: terminationWaitStarted(deployment),
    blueGreenDeploymentConfiguration: {
      terminateBlueInstancesOnDeploymentSuccess: { action: 'TERMINATE', terminationWaitTimeInMinutes: policy.terminationWait / 60_000 },
      deploymentReadyOption: { actionOnTimeout: policy.ready.kind, waitTimeInMinutes: policy.ready.kind === 'STOP_DEPLOYMENT' ? policy.ready.wait / 60_000 : 0 },
    },
    loadBalancerInfo: {
      targetGroupPairInfoList: [{
        targetGroups: group.targetGroups.map((name) => ({ name })), prodTrafficRoute: { listenerArns: [group.productionListenerArn] },
        ...(group.testListenerArn === undefined ? {} : { testTrafficRoute: { listenerArns: [group.testListenerArn] } }),
      }],
    },
    computePlatform: 'ECS',
  };
}

/** Counts targets, of which an ECS deployment has one. */
function overview(status: string): object {
  const none = { Pending: 0, InProgress: 0, Succeeded: 0, Failed: 0, Skipped: 0, Ready: 0 };
  return status === 'Succeeded' ? { ...none, Succeeded: 1 } : { ...none, Failed: 1 };
}

export const targetIdOf = ({ group }: DeploymentRecord): string => `${group.service.cluster}:${group.service.name}`;

/** `deploymentTarget` of GetDeploymentTarget. */
export function describeTarget(record: DeploymentRecord, balancing: LoadBalancing, now: Instant): object {
  const { id, stage, run } = record;
  const { deployment } = run;
  const weightOf = (taskSet: TaskSet): number => weight(record, taskSet, balancing);
  const shown = [{ label: 'Blue', taskSet: stage.blue }, ...(stage.green === undefined ? [] : [{ label: 'Green', taskSet: stage.green }])]
    .filter(({ taskSet }) => stage.service.taskSets.includes(taskSet));
  return {
    deploymentTargetType: 'ECSTarget',
    ecsTarget: {
      deploymentId: id, targetId: targetIdOf(record), targetArn: stage.service.arn, lastUpdatedAt: seconds(now), status: targetStatus(deployment),
      lifecycleEvents: lifecycleEvents.map((name) => {
        const event = deployment.events[name];
        return {
          lifecycleEventName: name, status: event.status,
          ...('startedAt' in event ? { startTime: seconds(event.startedAt) } : {}), ...('endedAt' in event ? { endTime: seconds(event.endedAt) } : {}),
        };
      }),
      taskSetsInfo: shown.map(({ label, taskSet }) => ({
        identifer: taskSet.about.id, desiredCount: taskSet.desired, pendingCount: taskSet.pending(), runningCount: taskSet.running(),
        status: taskSet.status, trafficWeight: weightOf(taskSet), targetGroup: { name: balancing.groups.get(taskSet.about.attachment.targetGroupArn)?.name ?? '' }, taskSetLabel: label,
      })),
    },
  };
}

function weight({ group }: DeploymentRecord, taskSet: TaskSet, balancing: LoadBalancing): number {
  const [holder] = balancing.forwardsTo(group.productionListenerArn, [taskSet.about.attachment.targetGroupArn]);
  const action = holder === undefined ? undefined : actionOf(holder);
  if (action?.kind !== 'forward') return 0;
  const total = action.groups.reduce((sum, { weight: share }) => sum + share, 0);
  const own = action.groups.find(({ arn }) => arn === taskSet.about.attachment.targetGroupArn)?.weight ?? 0;
  return total === 0 ? 0 : (own / total) * 100;
}

