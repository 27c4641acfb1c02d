import type { Instant } from '../../core/units';
import type { TaskNetwork } from './network';
import type { Rolling } from './rolling';
import type { Service } from './service';
import type { Task } from './task';
import type { TaskDefinition } from './task-definition';
import type { TaskSet } from './task-set';
import { desiredOf } from './task-state';

const seconds = (at: Instant): number => at / 1_000;
const networkConfiguration = ({ subnets, securityGroups, assignPublicIp }: TaskNetwork): object => ({ awsvpcConfiguration: { subnets, securityGroups, assignPublicIp } });

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Service.html */
export function describeService(service: Service): object {
  const { arn, name, clusterArn, desiredCount, taskSets, family, attachment, grace, network, createdAt, controller } = service;
  return {
    serviceArn: arn, serviceName: name, clusterArn, status: 'ACTIVE', desiredCount, launchType: 'FARGATE', platformFamily: 'Linux', createdAt: seconds(createdAt),
    runningCount: sum(taskSets, (taskSet) => taskSet.running()), pendingCount: sum(taskSets, (taskSet) => taskSet.pending()),
    deploymentController: { type: controller.type }, schedulingStrategy: 'REPLICA', healthCheckGracePeriodSeconds: grace / 1_000, networkConfiguration: networkConfiguration(network),
    loadBalancers: attachment === undefined ? [] : [{ ...attachment }],
    ...(controller.type === 'CODE_DEPLOY' ? { taskDefinition: family, deployments: [], taskSets: taskSets.map((taskSet) => describeTaskSet(taskSet, service)) } : describeRolling(controller.rolling, network)),
  };
}

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Deployment.html */
function describeRolling({ deployments, settings }: Rolling, network: TaskNetwork): object {
  const { breaker, maximumPercent, minimumHealthyPercent } = settings;
  return {
    taskDefinition: deployments[0]?.taskSet.about.definition.arn,
    deploymentConfiguration: { maximumPercent, minimumHealthyPercent, deploymentCircuitBreaker: { enable: breaker.enabled, rollback: breaker.rollback } },
    deployments: deployments.map(({ taskSet, createdAt, rollout, reason }, index) => ({
      id: taskSet.about.id, status: index === 0 ? 'PRIMARY' : 'ACTIVE', taskDefinition: taskSet.about.definition.arn, desiredCount: taskSet.desired, pendingCount: taskSet.pending(), runningCount: taskSet.running(),
      failedTasks: taskSet.failures, createdAt: seconds(createdAt), updatedAt: seconds(createdAt), launchType: 'FARGATE', platformVersion: '1.4.0', platformFamily: 'Linux',
      networkConfiguration: networkConfiguration(network), rolloutState: rollout, rolloutStateReason: reason,
    })),
  };
}

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskSet.html */
export function describeTaskSet(taskSet: TaskSet, { arn: serviceArn, clusterArn }: Service): object {
  const { about: { id, arn, externalId, definition, attachment, network }, status, desired, createdAt } = taskSet;
  return {
    id, taskSetArn: arn, serviceArn, clusterArn, externalId, status, taskDefinition: definition.arn, startedBy: 'CODE_DEPLOY', launchType: 'FARGATE', platformVersion: '1.4.0', platformFamily: 'Linux',
    computedDesiredCount: desired, runningCount: taskSet.running(), pendingCount: taskSet.pending(), createdAt: seconds(createdAt), loadBalancers: attachment === undefined ? [] : [{ ...attachment }],
    scale: { value: status === 'DRAINING' ? 0 : 100, unit: 'PERCENT' }, stabilityStatus: taskSet.isSteady() ? 'STEADY_STATE' : 'STABILIZING',
    ...(network === undefined ? {} : { networkConfiguration: networkConfiguration(network) }),
  };
}

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Task.html */
export function describeTask({ about, state, createdAt, containers }: Task): object {
  const { arn, clusterArn, definition, startedBy, group, zone } = about;
  return {
    taskArn: arn, clusterArn, taskDefinitionArn: definition.arn, lastStatus: state.at, desiredStatus: desiredOf(state), startedBy, group, launchType: 'FARGATE', platformVersion: '1.4.0',
    platformFamily: 'Linux', availabilityZone: zone, cpu: definition.cpu, memory: definition.memory, createdAt: seconds(createdAt),
    ...('startedAt' in state && state.startedAt !== undefined ? { startedAt: seconds(state.startedAt) } : {}),
    ...('because' in state ? { stopCode: state.because.code, stoppedReason: state.because.reason, stoppingAt: seconds(state.stoppingAt) } : {}),
    ...(state.at === 'STOPPED' ? { stoppedAt: seconds(state.stoppedAt) } : {}),
    containers: containers.map(({ container, status, exitCode, reason }) => ({
      containerArn: `${arn.replace(':task/', ':container/')}/${container.name}`, taskArn: arn, name: container.name, image: container.image, lastStatus: status, ...digestOf(container.image),
      ...(exitCode === undefined ? {} : { exitCode }), ...(reason === undefined ? {} : { reason }),
    })),
  };
}

/** An image that is named by its digest was pulled as that; there is no registry that would know it of others. */
function digestOf(image: string): object {
  const imageDigest = /@(sha256:[0-9a-f]{64})$/.exec(image)?.[1];
  return imageDigest === undefined ? {} : { imageDigest };
}

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskDefinition.html */
export function describeDefinition({ description, arn, family, revision, active }: TaskDefinition): object {
  return { ...description, taskDefinitionArn: arn, family, revision, status: active ? 'ACTIVE' : 'INACTIVE', compatibilities: ['EC2', 'FARGATE'] };
}

const sum = (taskSets: readonly TaskSet[], count: (taskSet: TaskSet) => number): number => taskSets.reduce((total, taskSet) => total + count(taskSet), 0);
