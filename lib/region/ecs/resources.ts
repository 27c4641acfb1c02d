import type { Providers, ResourceProvider, ResourceRequest } from '../cloudformation/provider';
import type { LoadBalancing } from '../elbv2/load-balancing';
import type { Identifiers } from '../identifiers';
import { arnOf } from '../place';
import { ServiceError } from '../service-error';
import type { ContainerService } from './container-service';
import type { Images, Workload } from './images';
import type { Service } from './service';
import { asApi, readContainers } from './task-definition';
import type { TaskSet } from './task-set';

type Fields = Readonly<Record<string, unknown>>;

export interface ContainerResourcePorts {
  readonly service: ContainerService;
  readonly images: Images;
  readonly balancing: LoadBalancing;
  readonly ids: Identifiers;
  /** The bundle in the assembly that a resource's metadata names. */
  readonly workloadOf: (metadata: Fields) => Workload | undefined;
}

/** The CloudFormation types of Amazon ECS. */
export function containerResources(ports: ContainerResourcePorts): Providers {
  return {
    'AWS::ECS::Cluster': cluster(ports),
    'AWS::ECS::TaskDefinition': taskDefinition(ports),
    'AWS::ECS::Service': service(ports),
  };
}

function cluster({ service: ecs, ids }: ContainerResourcePorts): ResourceProvider {
  return {
    async create({ place, properties, stackName, logicalId }) {
      const name = String(properties['ClusterName'] ?? `${stackName}-${logicalId}-${ids.upper(12)}`);
      const arn = arnOf('ecs', place, `cluster/${name}`);
      ecs.clusters.set(arn, { arn, name });
      return { physicalId: name, attributes: { Arn: arn } };
    },
    update: async (_, existing) => existing,
    async delete(_, { attributes }) {
      ecs.clusters.delete(String(attributes['Arn']));
    },
  };
}

function taskDefinition({ service: ecs, images, workloadOf }: ContainerResourcePorts): ResourceProvider {
  return {
    async create({ place, properties, metadata, stackName, logicalId }) {
      const containers = readContainers(properties);
      const workload = workloadOf(metadata);
      const carrier = containers.find(({ name }) => name === workload?.container);
      if (workload !== undefined && carrier !== undefined) images.add(carrier.image, workload);
      const { Tags, ...rest } = properties;
      const family = String(properties['Family'] ?? `${stackName}${logicalId}`.replace(/[^A-Za-z0-9_-]/g, ''));
      const registered = ecs.register({
        family, place, containers, description: asApi(rest) as Fields,
        taskRoleArn: textOrNothing(properties['TaskRoleArn']), executionRoleArn: textOrNothing(properties['ExecutionRoleArn']),
        tags: ((Tags ?? []) as readonly { Key: string; Value: string }[]).map(({ Key, Value }) => ({ key: Key, value: Value })),
      });
      return { physicalId: registered.arn, attributes: { TaskDefinitionArn: registered.arn } };
    },
    update: async () => 'replace',
    async delete(_, { physicalId }) {
      ecs.definition(physicalId).active = false;
    },
  };
}

function service(ports: ContainerResourcePorts): ResourceProvider {
  const { service: ecs, balancing, ids } = ports;
  return {
    async create(request) {
      const made = read(request, ports);
      const target = ((request.properties['LoadBalancers'] ?? []) as readonly Fields[])[0] ?? {};
      const targetGroupArn = String(target['TargetGroupArn']);
      const attached = [...balancing.listeners.keys()].some((listener) => balancing.forwardsTo(listener, [targetGroupArn]).length > 0);
      if (!attached) throw new ServiceError('InvalidParameterException', `The target group with targetGroupArn ${targetGroupArn} does not have an associated load balancer.`);
      ecs.services.set(made.arn, made);
      const definition = ecs.definition(made.family);
      const blue = ecs.createTaskSet(made, definition, { targetGroupArn, containerName: made.container.name, containerPort: made.container.port }, ids.hex(16), 'PRIMARY');
      await steady(blue);
      return { physicalId: made.arn, attributes: { Name: made.name, ServiceArn: made.arn } };
    },
    async update() {
      // Whatever changed: CloudFormation sends every property, and ECS takes none of them (aws/aws-cdk#23564).
      throw new ServiceError('InvalidParameterException', 'Unable to update task definition on services with a CODE_DEPLOY deployment controller. Use AWS CodeDeploy to trigger a new deployment.');
    },
    async delete(_, { physicalId }) {
      const made = ecs.services.get(physicalId);
      await Promise.all((made?.taskSets ?? []).map((taskSet) => taskSet.drain('service deleted')));
      ecs.services.delete(physicalId);
    },
  };
}

function read({ place, properties, stackName, logicalId }: ResourceRequest, { service: ecs, ids }: ContainerResourcePorts): Service {
  const controller = (properties['DeploymentController'] as Fields | undefined)?.['Type'];
  if (controller !== 'CODE_DEPLOY') throw new ServiceError('InvalidParameterException', `the region runs services with the CODE_DEPLOY deployment controller, got ${String(controller ?? 'ECS')}`);
  const found = ecs.cluster(String(properties['Cluster'] ?? 'default'));
  const name = String(properties['ServiceName'] ?? `${stackName}-${logicalId}-${ids.upper(12)}`);
  const target = ((properties['LoadBalancers'] ?? []) as readonly Fields[])[0];
  if (target === undefined) throw new ServiceError('InvalidParameterException', 'A service with a CODE_DEPLOY deployment controller needs a load balancer.');
  return {
    arn: arnOf('ecs', place, `service/${found.name}/${name}`), name, clusterArn: found.arn, place, family: String(properties['TaskDefinition']),
    // One task when the template leaves the number to scaling: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ecs-service.html
    desiredCount: Number(properties['DesiredCount'] ?? 1),
    container: { name: String(target['ContainerName']), port: Number(target['ContainerPort']) }, taskSets: [],
  };
}

/** Resolves once the task set is steady; rejects when its tasks keep ending. */
async function steady(taskSet: TaskSet): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const look = (): void => {
      if (taskSet.isSteady()) done(resolve);
      else if (taskSet.ended.length >= 3) done(() => reject(new Error(`the service does not become steady: ${taskSet.ended.at(-1)?.stoppedReason ?? ''}`)));
    };
    const watch = taskSet.watch(look);
    const done = (tell: () => void): void => {
      watch[Symbol.dispose]();
      tell();
    };
    look();
  });
}

const textOrNothing = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

