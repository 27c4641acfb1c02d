import { seconds } from '../../core/units';
import type { LoadBalancing } from '../elbv2/load-balancing';
import type { Identifiers } from '../identifiers';
import { arnOf } from '../place';
import { ServiceError } from '../service-error';
import type { TaskNetwork } from './network';
import type { Attachment, RegistrationPorts } from './registration';
import { primaryOf, type Service } from './service';
import { Task, type TaskPorts } from './task';
import type { TaskDefinition } from './task-definition';
import { TaskSet, type TaskSetStatus } from './task-set';

export interface ContainerServicePorts extends TaskPorts {
  readonly ids: Identifiers;
  readonly balancing: LoadBalancing;
  readonly zones: (region: string) => readonly string[];
  readonly portFor: RegistrationPorts['portFor'];
}

export interface Cluster {
  readonly arn: string;
  readonly name: string;
}

/** What a new task set is made of. */
export interface NewTaskSet {
  readonly definition: TaskDefinition;
  readonly attachment: Attachment | undefined;
  readonly network: TaskNetwork;
  /** The deployment that asks for it. */
  readonly externalId: string;
  readonly status: TaskSetStatus;
  /** As many tasks as the service has, unless it is said. */
  readonly desired?: number;
}

/** Amazon ECS on Fargate: definitions, services with their task sets, and single tasks. */
export class ContainerService implements AsyncDisposable {
  readonly definitions: TaskDefinition[] = [];
  readonly clusters = new Map<string, Cluster>();
  readonly services = new Map<string, Service>();
  readonly tasks = new Map<string, Task>();

  constructor(private readonly ports: ContainerServicePorts) {}

  register(definition: Omit<TaskDefinition, 'arn' | 'revision' | 'active'>): TaskDefinition {
    const revision = 1 + this.definitions.filter(({ family, place }) => family === definition.family && place.account === definition.place.account).length;
    const arn = arnOf('ecs', definition.place, `task-definition/${definition.family}:${revision}`);
    const registered: TaskDefinition = { ...definition, arn, revision, active: true };
    this.definitions.push(registered);
    return registered;
  }

  /** By ARN, `family:revision`, or family for its latest active revision. @throws ServiceError `ClientException` */
  definition(reference: string): TaskDefinition {
    const isArn = reference.startsWith('arn:');
    const found = this.definitions.findLast(({ arn, family, revision, active }) =>
      (isArn ? arn === reference : reference.includes(':') ? reference === `${family}:${revision}` : reference === family && active));
    if (found === undefined) throw new ServiceError('ClientException', 'Unable to describe task definition.');
    return found;
  }

  /** A definition that tasks can be started of. @throws ServiceError `ClientException`, `InvalidParameterException` */
  usable(reference: string, attachment: Pick<Attachment, 'containerName' | 'containerPort'> | undefined): TaskDefinition {
    const definition = this.definition(reference);
    if (!definition.active) throw new ServiceError('ClientException', 'TaskDefinition is inactive');
    if (attachment === undefined) return definition;
    const { containerName, containerPort } = attachment;
    const container = definition.containers.find(({ name }) => name === containerName);
    if (container === undefined) throw new ServiceError('InvalidParameterException', `The container ${containerName} does not exist in the task definition.`);
    if (!container.ports.includes(containerPort)) throw new ServiceError('InvalidParameterException', `The container ${containerName} did not have a container port ${containerPort} defined.`);
    return definition;
  }

  /** By name or ARN. @throws ServiceError `ClusterNotFoundException` */
  cluster(reference: string): Cluster {
    const found = [...this.clusters.values()].find(({ arn, name }) => arn === reference || name === reference);
    if (found === undefined) throw new ServiceError('ClusterNotFoundException', 'Cluster not found.');
    return found;
  }

  /** By name or ARN, within a cluster. */
  service(cluster: string, reference: string): Service | undefined {
    const { arn: clusterArn } = this.cluster(cluster);
    return [...this.services.values()].find((service) => service.clusterArn === clusterArn && (service.arn === reference || service.name === reference));
  }

  /** Starts a task set. */
  createTaskSet(service: Service, { definition, attachment, network, externalId, status, desired = service.desiredCount }: NewTaskSet): TaskSet {
    const id = `ecs-svc/${String(BigInt(`0x${this.ports.ids.hex(16)}`)).slice(0, 19)}`;
    const cluster = service.clusterArn.split('/').at(-1) ?? '';
    const arn = arnOf('ecs', service.place, `task-set/${cluster}/${service.name}/${id}`);
    const { model, wall, balancing } = this.ports;
    const taskSet = new TaskSet({ id, arn, definition, externalId, attachment, network, grace: service.grace }, status, desired, {
      model, wall, balancing, portFor: this.ports.portFor, newTask: () => this.newTask(definition, service.clusterArn, id, `service:${service.name}`, network),
    });
    service.taskSets.push(taskSet);
    taskSet.fill();
    return taskSet;
  }

  makePrimary(service: Service, taskSet: TaskSet): void {
    const before = primaryOf(service);
    if (before !== undefined && before !== taskSet) before.status = 'ACTIVE';
    taskSet.status = 'PRIMARY';
  }

  /** Ends a task set in order: out of the balancer, requests finished, tasks stopped. */
  async removeTaskSet(service: Service, taskSet: TaskSet): Promise<void> {
    await taskSet.drain();
    const index = service.taskSets.indexOf(taskSet);
    if (index >= 0) service.taskSets.splice(index, 1);
  }

  /** Sets how many tasks every task set of the service has. */
  scale(service: Service, desired: number): void {
    service.desiredCount = desired;
    if (service.controller.type === 'ECS') return service.controller.rolling.look();
    for (const taskSet of service.taskSets.filter(({ status }) => status !== 'DRAINING')) {
      taskSet.desired = desired;
      taskSet.fill();
    }
  }

  /** Runs one task on its own. */
  run(definition: TaskDefinition, clusterArn: string, startedBy: string, group: string, network?: TaskNetwork): Task {
    const task = this.newTask(definition, clusterArn, startedBy, group, network);
    void task.start();
    return task;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const patience = seconds(1);
    await Promise.all([...this.services.values()].flatMap(({ taskSets }) => taskSets.map((taskSet) => taskSet.kill(patience))));
    await Promise.all([...this.tasks.values()].map((task) => task.kill(patience)));
  }

  private newTask(definition: TaskDefinition, clusterArn: string, startedBy: string, group: string, network: TaskNetwork | undefined): Task {
    const id = this.ports.ids.hex(32);
    const cluster = clusterArn.split('/').at(-1) ?? '';
    const zones = this.ports.zones(definition.place.region);
    const task = new Task({ id, arn: arnOf('ecs', definition.place, `task/${cluster}/${id}`), clusterArn, definition, startedBy, group, network, zone: zones[this.tasks.size % zones.length] ?? '' }, this.ports);
    this.tasks.set(task.about.arn, task);
    return task;
  }
}
