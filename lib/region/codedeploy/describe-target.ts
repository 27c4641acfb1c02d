import { lifecycleEvents } from '../../core/deployment/lifecycle-event';
import { targetStatus } from '../../core/deployment/status';
import type { Instant } from '../../core/units';
import type { TaskSet } from '../ecs/task-set';
import { actionOf } from '../elbv2/live';
import type { LoadBalancing } from '../elbv2/load-balancing';
import { seconds } from './describe-group';
import type { DeploymentRecord } from './deployments';
import type { Stage } from './stage';

/** ECS deployments have one target each: the service. */
export const targetIdOf = ({ group: { service } }: Pick<DeploymentRecord, 'group'>): string => `${service.cluster}:${service.name}`;

/** `deploymentTarget` of GetDeploymentTarget: https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_ECSTarget.html */
export function describeTarget(record: DeploymentRecord, stage: Stage, balancing: LoadBalancing, now: Instant): object {
  const { id, group, run: { deployment } } = record;
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
      // The first name is misspelt on the wire.
      taskSetsInfo: shown.map(({ label, taskSet }) => ({
        identifer: taskSet.about.id, desiredCount: taskSet.desired, pendingCount: taskSet.pending(), runningCount: taskSet.running(), status: taskSet.status,
        trafficWeight: weight(group.productionListenerArn, taskSet, balancing), targetGroup: { name: balancing.groups.get(groupOf(taskSet))?.name ?? '' }, taskSetLabel: label,
      })),
    },
  };
}

/** The share of production traffic that the listener gives to the task set's group, in percent. */
function weight(listenerArn: string, taskSet: TaskSet, balancing: LoadBalancing): number {
  const groupArn = groupOf(taskSet);
  const [holder] = balancing.forwardsTo(listenerArn, [groupArn]);
  const action = holder === undefined ? undefined : actionOf(holder);
  if (action?.kind !== 'forward') return 0;
  const total = action.groups.reduce((sum, { weight: share }) => sum + share, 0);
  const own = action.groups.find(({ arn }) => arn === groupArn)?.weight ?? 0;
  return total === 0 ? 0 : (own / total) * 100;
}

const groupOf = ({ about: { attachment } }: TaskSet): string => attachment?.targetGroupArn ?? '';
