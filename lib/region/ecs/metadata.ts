import type { Route } from '../endpoint/server';
import type { ContainerService } from './container-service';
import { METADATA_PREFIX } from './launch';

/** The task metadata endpoint: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-metadata-endpoint-v4-fargate-response.html */
export function taskMetadata(ecs: () => ContainerService): Route {
  return {
    prefix: METADATA_PREFIX,
    async answer({ method, path }) {
      const [id = '', rest = ''] = path.split('?')[0]?.split('/') ?? [];
      const task = [...ecs().tasks.values()].find((candidate) => candidate.id === id);
      if (method !== 'GET' || task === undefined) return undefined;
      const { arn, definition, zone } = task;
      const containers = definition.containers.map(({ name, image }) => ({ Name: name, Image: image, DockerName: name, KnownStatus: 'RUNNING', DesiredStatus: 'RUNNING', Type: 'NORMAL' }));
      const body = rest === 'task'
        ? { Cluster: arn.split('/')[1], TaskARN: arn, Family: definition.family, Revision: String(definition.revision), DesiredStatus: 'RUNNING', KnownStatus: 'RUNNING', AvailabilityZone: zone, LaunchType: 'FARGATE', Containers: containers }
        : containers[0] ?? {};
      return { status: 200, body: JSON.stringify(body), contentType: 'application/json' };
    },
  };
}
