import type { Clock } from '../../core/time';
import { seconds, type Instant } from '../../core/units';
import type { LoadBalancing } from '../elbv2/load-balancing';
import type { Task } from './task';
import type { TaskDefinition } from './task-definition';

export type TaskSetStatus = 'PRIMARY' | 'ACTIVE' | 'DRAINING';

export interface TaskSetPorts {
  readonly model: Clock;
  readonly balancing: LoadBalancing;
  readonly startTask: (taskSet: TaskSet) => Task;
}

/** Where the tasks of a set are registered. */
export interface Attachment {
  readonly targetGroupArn: string;
  readonly containerName: string;
  readonly containerPort: number;
}

export interface TaskSetDescription {
  readonly id: string;
  readonly arn: string;
  readonly definition: TaskDefinition;
  /** The deployment that made it. */
  readonly externalId: string;
  readonly attachment: Attachment;
  readonly status: TaskSetStatus;
  readonly desired: number;
}

/** ECS starts a task that keeps failing less and less often, up to every 15 minutes: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-throttle-logic.html */
const FIRST_BACK_OFF_SECONDS = 5;
const LONGEST_BACK_OFF_SECONDS = 900;

/** A group of like tasks that ECS keeps at its number: blue or green. */
export class TaskSet {
  readonly tasks = new Set<Task>();
  /** The last tasks that ended, newest last. */
  readonly ended: Task[] = [];
  readonly createdAt: Instant;
  private readonly registered = new Map<Task, string>();
  private readonly watchers = new Set<() => void>();
  private readonly closing = new AbortController();
  private failures = 0;

  readonly id: string;
  readonly arn: string;
  readonly definition: TaskDefinition;
  readonly externalId: string;
  readonly attachment: Attachment;
  status: TaskSetStatus;
  desired: number;

  constructor(about: TaskSetDescription, private readonly ports: TaskSetPorts) {
    ({ id: this.id, arn: this.arn, definition: this.definition, externalId: this.externalId, attachment: this.attachment, status: this.status, desired: this.desired } = about);
    this.createdAt = ports.model.now();
    this.closing.signal.addEventListener('abort', () => this.changed());
  }

  /** Starts tasks until there are as many as desired, and stops the newest when there are too many. */
  fill(): void {
    if (this.closing.signal.aborted) return;
    while (this.tasks.size < this.desired) this.add();
    for (const task of [...this.tasks].slice(this.desired)) void this.release(task, 'Scaling activity initiated by the service');
  }

  running(): number {
    return [...this.tasks].filter(({ status }) => status === 'RUNNING').length;
  }

  /** As many tasks as desired, and the balancer finds every one of them healthy. */
  isSteady(): boolean {
    const healthy = this.ports.balancing.targetsOf(this.attachment.targetGroupArn).filter(({ state }) => state === 'healthy').map(({ id }) => id);
    return this.running() === this.desired && this.tasks.size === this.desired
      && [...this.tasks].every((task) => healthy.includes(this.registered.get(task) ?? ''));
  }

  /** Calls `look` whenever a task starts, ends or changes its health, until disposed. */
  watch(look: () => void): Disposable {
    this.watchers.add(look);
    const health = this.ports.balancing.watch(look);
    return { [Symbol.dispose]: () => { this.watchers.delete(look); health[Symbol.dispose](); } };
  }

  /** Takes every task out of the balancer, waits for its requests, ends it; no task is started again. */
  async drain(reason: string): Promise<void> {
    this.status = 'DRAINING';
    this.desired = 0;
    this.closing.abort();
    await Promise.all([...this.tasks].map((task) => this.release(task, reason)));
  }

  private add(): void {
    const task = this.ports.startTask(this);
    this.tasks.add(task);
    void task.stopped.then(() => this.taskEnded(task));
    void task.listening.then((port) => this.register(task, port)).catch(() => undefined);
    void task.start().then(() => this.changed());
  }

  private async register(task: Task, port: number): Promise<void> {
    if (task.status === 'STOPPED' || task.status === 'STOPPING') return;
    const target = `${task.id}:${this.attachment.containerPort}`;
    this.registered.set(task, target);
    await this.ports.balancing.register(this.attachment.targetGroupArn, target, port);
    if (task.status === 'RUNNING') this.failures = 0;
  }

  private async release(task: Task, reason: string): Promise<void> {
    await this.deregister(task);
    await task.stop(reason);
  }

  private async deregister(task: Task): Promise<void> {
    const target = this.registered.get(task);
    this.registered.delete(task);
    if (target !== undefined) await this.ports.balancing.deregister(this.attachment.targetGroupArn, target);
  }

  private async taskEnded(task: Task): Promise<void> {
    this.tasks.delete(task);
    this.ended.push(task);
    this.changed();
    await this.deregister(task);
    if (this.closing.signal.aborted) return;
    this.failures += 1;
    if (this.failures > 1) {
      const pause = Math.min(FIRST_BACK_OFF_SECONDS * 2 ** (this.failures - 2), LONGEST_BACK_OFF_SECONDS);
      await this.ports.model.sleep(seconds(pause), this.closing.signal).catch(() => undefined);
    }
    this.fill();
  }

  private changed(): void {
    for (const look of this.watchers) look();
  }
}
