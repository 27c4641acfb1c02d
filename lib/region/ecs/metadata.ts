import type { Route } from '../endpoint/route';
import type { ContainerRun } from './container-run';
import type { ContainerService } from './container-service';
import { METADATA_PREFIX, metadataId } from './launch';
import type { Task } from './task';
import { desiredOf } from './task-state';

/** The task metadata endpoint: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-metadata-endpoint-v4-fargate-response.html */
export function taskMetadata(ecs: () => ContainerService): Route {
  return {
    prefix: METADATA_PREFIX,
    async answer({ method, path }) {
      const [id = '', rest = ''] = path.split('?')[0]?.split('/') ?? [];
      const task = [...ecs().tasks.values()].find((candidate) => id.startsWith(`${candidate.about.id}-`));
      const run = task?.containers.find(({ container }) => metadataId(task, container) === id);
      if (method !== 'GET' || task === undefined || run === undefined || (rest !== '' && rest !== 'task')) return undefined;
      return { status: 200, body: JSON.stringify(rest === 'task' ? describeTask(task) : describeContainer(run, task)), contentType: 'application/json' };
    },
  };
}

function describeTask(task: Task): object {
  const { arn, clusterArn, definition, zone } = task.about;
  return {
    Cluster: clusterArn, TaskARN: arn, Family: definition.family, Revision: String(definition.revision), DesiredStatus: desiredOf(task.state), KnownStatus: task.state.at,
    AvailabilityZone: zone, LaunchType: 'FARGATE', Limits: { CPU: Number(definition.cpu) / 1_024, Memory: Number(definition.memory) },
    Containers: task.containers.map((run) => describeContainer(run, task)),
  };
}

function describeContainer(run: ContainerRun, task: Task): object {
  const { name, image, log } = run.container;
  const { arn, definition } = task.about;
  return {
    DockerId: metadataId(task, run.container), Name: name, DockerName: name, Image: image, Type: 'NORMAL', DesiredStatus: desiredOf(task.state), KnownStatus: run.status,
    Labels: {
      'com.amazonaws.ecs.task-arn': arn, 'com.amazonaws.ecs.container-name': name, 'com.amazonaws.ecs.cluster': task.about.clusterArn,
      'com.amazonaws.ecs.task-definition-family': definition.family, 'com.amazonaws.ecs.task-definition-version': String(definition.revision),
    },
    ...(log === undefined ? {} : { LogDriver: 'awslogs', LogOptions: { 'awslogs-group': log.group, 'awslogs-stream': `${log.streamPrefix}/${name}/${task.about.id}` } }),
  };
}
