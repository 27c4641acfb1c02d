import type { Operation } from '../endpoint/json-protocol';
import { ServiceError } from '../service-error';
import type { ContainerService } from './container-service';
import type { Service } from './service';
import type { Task } from './task';
import type { TaskSet } from './task-set';

/** The operations of Amazon ECS that functions and clients of the region use. */
export function containerOperations(ecs: ContainerService): Readonly<Record<string, Operation>> {
  return {
    DescribeServices: async (input) => {
      const wanted = input['services'] as readonly string[];
      const cluster = String(input['cluster'] ?? 'default');
      const found = wanted.map((reference) => ({ reference, service: ecs.service(cluster, reference) }));
      return {
        services: found.flatMap(({ service }) => (service === undefined ? [] : [describeService(service)])),
        failures: found.flatMap(({ reference, service }) => (service === undefined ? [{ arn: reference, reason: 'MISSING' }] : [])),
      };
    },
    DescribeTaskDefinition: async (input) => {
      const { description, arn, family, revision, active, tags } = ecs.definition(String(input['taskDefinition']));
      const taskDefinition = { ...description, taskDefinitionArn: arn, family, revision, status: active ? 'ACTIVE' : 'INACTIVE' };
      return (input['include'] as readonly string[] | undefined)?.includes('TAGS') === true ? { taskDefinition, tags } : { taskDefinition };
    },
    RunTask: async (input) => {
      const cluster = ecs.cluster(String(input['cluster'] ?? 'default'));
      const definition = ecs.definition(String(input['taskDefinition']));
      if (!definition.active) throw new ServiceError('ClientException', 'TaskDefinition is inactive');
      const count = Number(input['count'] ?? 1);
      const tasks = Array.from({ length: count }, () => ecs.run(definition, cluster.arn, String(input['startedBy'] ?? '')));
      return { tasks: tasks.map((task) => describeTask(task, cluster.arn)), failures: [] };
    },
    DescribeTasks: async (input) => {
      const cluster = ecs.cluster(String(input['cluster'] ?? 'default'));
      const wanted = (input['tasks'] as readonly string[]).map((reference) => ({ reference, task: [...ecs.tasks.values()].find(({ arn, id }) => arn === reference || id === reference) }));
      return {
        tasks: wanted.flatMap(({ task }) => (task === undefined ? [] : [describeTask(task, cluster.arn)])),
        failures: wanted.flatMap(({ reference, task }) => (task === undefined ? [{ arn: reference, reason: 'MISSING' }] : [])),
      };
    },
  };
}

function describeService(service: Service): object {
  const { arn, name, clusterArn, desiredCount, taskSets, family } = service;
  const live = taskSets.filter(({ status }) => status !== 'DRAINING');
  return {
    serviceArn: arn, serviceName: name, clusterArn, status: 'ACTIVE', desiredCount, taskDefinition: family, launchType: 'FARGATE',
    runningCount: live.reduce((sum, taskSet) => sum + taskSet.running(), 0), pendingCount: 0,
    deploymentController: { type: 'CODE_DEPLOY' }, schedulingStrategy: 'REPLICA',
    taskSets: taskSets.map((taskSet) => describeTaskSet(taskSet, service)),
  };
}

function describeTaskSet(taskSet: TaskSet, service: Service): object {
  const { id, arn, externalId, status, definition, desired, attachment, createdAt } = taskSet;
  const { targetGroupArn, containerName, containerPort } = attachment;
  return {
    id, taskSetArn: arn, serviceArn: service.arn, clusterArn: service.clusterArn, externalId, status, taskDefinition: definition.arn, startedBy: 'CODE_DEPLOY',
    computedDesiredCount: desired, runningCount: taskSet.running(), pendingCount: taskSet.tasks.size - taskSet.running(), createdAt: createdAt / 1_000,
    launchType: 'FARGATE', platformVersion: '1.4.0', loadBalancers: [{ targetGroupArn, containerName, containerPort }],
    scale: { value: status === 'DRAINING' ? 0 : 100, unit: 'PERCENT' }, stabilityStatus: taskSet.isSteady() ? 'STEADY_STATE' : 'STABILIZING',
  };
}

function describeTask(task: Task, clusterArn: string): object {
  const { arn, definition, status, stoppedReason, exitCodes, startedBy, createdAt, startedAt, stoppedAt, zone } = task;
  return {
    taskArn: arn, clusterArn, taskDefinitionArn: definition.arn, lastStatus: status, desiredStatus: status === 'STOPPED' || status === 'STOPPING' ? 'STOPPED' : 'RUNNING',
    startedBy, launchType: 'FARGATE', availabilityZone: zone, createdAt: createdAt / 1_000,
    ...(startedAt === undefined ? {} : { startedAt: startedAt / 1_000 }),
    ...(stoppedAt === undefined ? {} : { stoppedAt: stoppedAt / 1_000, stopCode: exitCodes.size === 0 ? 'TaskFailedToStart' : 'EssentialContainerExited' }),
    ...(stoppedReason === undefined ? {} : { stoppedReason }),
    containers: definition.containers.map(({ name, image }) => ({
      name, image, lastStatus: status, taskArn: arn, ...(exitCodes.has(name) ? { exitCode: exitCodes.get(name) } : {}),
    })),
  };
}
