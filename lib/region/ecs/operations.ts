import type { Operation } from '../endpoint/json-protocol';
import { refuseOthers, refuseUnless, textOf, textsOf, wholeNumber, type Fields } from '../fields';
import { pageOf } from '../paging';
import { ServiceError } from '../service-error';
import type { ContainerService } from './container-service';
import { describeDefinition, describeService, describeTask, describeTaskSet } from './describe';
import { RunTask } from './run-task';
import type { Service } from './service';
import { updateRolling } from './update-rolling';
import type { Task } from './task';
import { desiredOf } from './task-state';

const INVALID = 'InvalidParameterException';
const MOST_TASKS = 100;
const MOST_SERVICES = 10;

/** The operations of Amazon ECS that functions and clients of the region use. */
export function containerOperations(ecs: ContainerService): Readonly<Record<string, Operation>> {
  const runTask = new RunTask(ecs);
  const clusterIn = (input: Fields): string => String(input['cluster'] ?? 'default');
  const serviceIn = (input: Fields): Service => {
    const found = ecs.service(clusterIn(input), String(input['service']));
    if (found === undefined) throw new ServiceError('ServiceNotFoundException', 'Service not found.');
    return found;
  };
  const taskIn = (cluster: string, reference: string): Task | undefined => {
    const { arn } = ecs.cluster(cluster);
    return [...ecs.tasks.values()].find(({ about }) => about.clusterArn === arn && (about.arn === reference || about.id === reference));
  };
  return {
    DescribeServices: async (input) => {
      refuseOthers('DescribeServices', input, { served: ['cluster', 'services'], withoutEffect: ['include'] }, INVALID);
      const wanted = upTo(MOST_SERVICES, 'Services', input['services']);
      const found = wanted.map((reference) => ({ reference, service: ecs.service(clusterIn(input), reference) }));
      return { services: found.flatMap(({ service }) => (service === undefined ? [] : [describeService(service)])), failures: missing(found.map(({ reference, service }) => [reference, service])) };
    },
    DescribeTaskSets: async (input) => {
      refuseOthers('DescribeTaskSets', input, { served: ['cluster', 'service', 'taskSets'], withoutEffect: ['include'] }, INVALID);
      const service = serviceIn(input);
      const wanted = textsOf(input['taskSets']);
      const found = service.taskSets.filter(({ about: { id, arn } }) => wanted.length === 0 || wanted.includes(id) || wanted.includes(arn));
      return { taskSets: found.map((taskSet) => describeTaskSet(taskSet, service)), failures: [] };
    },
    UpdateService: async (input) => {
      const service = serviceIn(input);
      if (service.controller.type === 'ECS') return { service: describeService(updateRolling(ecs, service, service.controller.rolling, input)) };
      const first = Object.keys(input).find((name) => !['cluster', 'service', 'desiredCount'].includes(name));
      if (first !== undefined) throw new ServiceError(INVALID, first === 'taskDefinition' ? NOT_HERE : `the region changes only the desiredCount of a service with a CODE_DEPLOY deployment controller, got ${first}`);
      ecs.scale(service, wholeNumber('desiredCount', input['desiredCount'], [0, 5_000], service.desiredCount));
      return { service: describeService(service) };
    },
    DescribeTaskDefinition: async (input) => {
      refuseOthers('DescribeTaskDefinition', input, { served: ['taskDefinition', 'include'] }, INVALID);
      const definition = ecs.definition(String(input['taskDefinition']));
      const taskDefinition = describeDefinition(definition);
      return textsOf(input['include']).includes('TAGS') ? { taskDefinition, tags: definition.tags } : { taskDefinition };
    },
    RunTask: async (input) => ({ tasks: runTask.run(input).map(describeTask), failures: [] }),
    StopTask: async (input) => {
      refuseOthers('StopTask', input, { served: ['cluster', 'task', 'reason'] }, INVALID);
      const task = taskIn(clusterIn(input), String(input['task']));
      if (task === undefined) throw new ServiceError(INVALID, 'The referenced task was not found.');
      void task.stop({ code: 'UserInitiated', reason: textOf(input['reason']) ?? 'Task stopped by user' });
      return { task: describeTask(task) };
    },
    DescribeTasks: async (input) => {
      refuseOthers('DescribeTasks', input, { served: ['cluster', 'tasks'], withoutEffect: ['include'] }, INVALID);
      const wanted = upTo(MOST_TASKS, 'Tasks', input['tasks']).map((reference) => ({ reference, task: taskIn(clusterIn(input), reference) }));
      return { tasks: wanted.flatMap(({ task }) => (task === undefined ? [] : [describeTask(task)])), failures: missing(wanted.map(({ reference, task }) => [reference, task])) };
    },
    ListTasks: async (input) => listTasks(input, ecs, ecs.cluster(clusterIn(input)).arn),
  };
}

export const NOT_HERE = 'Unable to update task definition on services with a CODE_DEPLOY deployment controller. Use AWS CodeDeploy to trigger a new deployment.';

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListTasks.html */
function listTasks(input: Fields, ecs: ContainerService, clusterArn: string): object {
  refuseOthers('ListTasks', input, { served: ['cluster', 'family', 'serviceName', 'startedBy', 'desiredStatus', 'launchType', 'maxResults', 'nextToken'] }, INVALID);
  refuseUnless('ListTasks.launchType', input['launchType'], ['FARGATE'], INVALID);
  const desired = input['desiredStatus'] ?? 'RUNNING';
  if (desired !== 'RUNNING' && desired !== 'STOPPED') throw new ServiceError(INVALID, `desiredStatus must be RUNNING or STOPPED, got ${JSON.stringify(desired)}`);
  const serviceName = textOf(input['serviceName']);
  const service = serviceName === undefined ? undefined : ecs.service(clusterArn, serviceName);
  if (serviceName !== undefined && service === undefined) throw new ServiceError('ServiceNotFoundException', 'Service not found.');
  const found = [...ecs.tasks.values()].filter(({ about, state }) => about.clusterArn === clusterArn && desiredOf(state) === desired
    && (service === undefined || about.group === `service:${service.name}`)
    && (input['family'] === undefined || about.definition.family === input['family'])
    && (input['startedBy'] === undefined || about.startedBy === input['startedBy']));
  const { items, next } = pageOf(found.map(({ about }) => about.arn), input['nextToken'], wholeNumber('maxResults', input['maxResults'], [1, MOST_TASKS], MOST_TASKS), INVALID);
  return { taskArns: items, ...(next === undefined ? {} : { nextToken: next }) };
}

function upTo(most: number, what: string, given: unknown): readonly string[] {
  const wanted = textsOf(given);
  if (wanted.length === 0 || wanted.length > most) throw new ServiceError(INVALID, `${what} must hold 1 to ${most} items, got ${wanted.length}.`);
  return wanted;
}

const missing = (looked: readonly (readonly [string, unknown])[]): readonly object[] => looked.filter(([, found]) => found === undefined).map(([arn]) => ({ arn, reason: 'MISSING' }));
