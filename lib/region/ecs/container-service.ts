import type { LoadBalancing } from '../elbv2/load-balancing';
import type { Identifiers } from '../identifiers';
import { arnOf } from '../place';
import { ServiceError } from '../service-error';
import { primaryOf, type Service } from './service';
import { Task, type TaskPorts } from './task';
import type { TaskDefinition } from './task-definition';
import { TaskSet, type Attachment, type TaskSetStatus } from './task-set';

export interface ContainerServicePorts extends TaskPorts {
  readonly ids: Identifiers;
  readonly balancing: LoadBalancing;
  readonly zones: (region: string) => readonly string[];
}

/** Amazon ECS on Fargate: definitions, services with their task sets, and single tasks. */
export class ContainerService implements AsyncDisposable {
  readonly definitions: TaskDefinition[] = [];
  readonly clusters = new Map<string, { readonly arn: string; readonly name: string }>();
  readonly services = new Map<string, Service>();
  readonly tasks = new Map<string, Task>();

  constructor(private readonly ports: ContainerServicePorts) {}

  register(definition: Omit<TaskDefinition, 'arn' | 'revision' | 'active'>): TaskDefinition {
    const revision = 1 + this.definitions.filter(({ family }) => family === definition.family).length;
    const arn = arnOf('ecs', definition.place, `task-definition/${definition.family}:${revision}`);
    const registered: TaskDefinition = { ...definition, arn, revision, active: true };
    this.definitions.push(registered);
    return registered;
  }

  /** By ARN, `family:revision`, or family for its latest active revision. @throws ServiceError `ClientException` */
  definition(reference: string): TaskDefinition {
    const short = reference.split('task-definition/').at(-1) ?? reference;
    const found = this.definitions.findLast(({ family, revision, active }) => (short.includes(':') ? short === `${family}:${revision}` : short === family && active));
    if (found === undefined) throw new ServiceError('ClientException', 'Unable to describe task definition.');
    return found;
  }

  /** By name or ARN. @throws ServiceError `ClusterNotFoundException` */
  cluster(reference: string): { readonly arn: string; readonly name: string } {
    const found = [...this.clusters.values()].find(({ arn, name }) => arn === reference || name === reference);
    if (found === undefined) throw new ServiceError('ClusterNotFoundException', 'Cluster not found.');
    return found;
  }

  /** By name or ARN, within a cluster. */
  service(cluster: string, reference: string): Service | undefined {
    const { arn: clusterArn } = this.cluster(cluster);
    return [...this.services.values()].find((service) => service.clusterArn === clusterArn && (service.arn === reference || service.name === reference));
  }

  /** Starts a task set at the service's desired count. */
  createTaskSet(service: Service, definition: TaskDefinition, attachment: Attachment, externalId: string, status: TaskSetStatus): TaskSet {
    const id = `ecs-svc/${String(BigInt(`0x${this.ports.ids.hex(16)}`)).slice(0, 19)}`;
    const cluster = service.clusterArn.split('/').at(-1) ?? '';
    const arn = arnOf('ecs', service.place, `task-set/${cluster}/${service.name}/${id}`);
    const taskSet = new TaskSet({ id, arn, definition, externalId, attachment, status, desired: service.desiredCount }, {
      model: this.ports.model, balancing: this.ports.balancing,
      startTask: (set) => this.task(set.definition, service.clusterArn, set.id),
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
  async removeTaskSet(service: Service, taskSet: TaskSet, reason: string): Promise<void> {
    await taskSet.drain(reason);
    service.taskSets.splice(service.taskSets.indexOf(taskSet), 1);
  }

  /** Sets how many tasks every task set of the service has. */
  scale(service: Service, desired: number): void {
    service.desiredCount = desired;
    for (const taskSet of service.taskSets.filter(({ status }) => status !== 'DRAINING')) {
      taskSet.desired = desired;
      taskSet.fill();
    }
  }

  /** Runs one task on its own. */
  run(definition: TaskDefinition, clusterArn: string, startedBy: string): Task {
    const task = this.task(definition, clusterArn, startedBy);
    void task.start();
    return task;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.services.values()].flatMap(({ taskSets }) => taskSets.map((taskSet) => taskSet.drain('the region is closing'))));
    await Promise.all([...this.tasks.values()].map((task) => task.stop('the region is closing')));
  }

  private task(definition: TaskDefinition, clusterArn: string, startedBy: string): Task {
    const id = this.ports.ids.hex(32);
    const cluster = clusterArn.split('/').at(-1) ?? '';
    const zones = this.ports.zones(definition.place.region);
    const task = new Task(id, arnOf('ecs', definition.place, `task/${cluster}/${id}`), definition, startedBy, zones[this.tasks.size % zones.length] ?? '', this.ports);
    this.tasks.set(task.arn, task);
    return task;
  }
}

