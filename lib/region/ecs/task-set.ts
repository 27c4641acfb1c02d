import type { Clock } from '../../core/time';
import type { Instant, Millis } from '../../core/units';
import type { LoadBalancing } from '../elbv2/load-balancing';
import { LaunchThrottle } from './launch-throttle';
import type { Membership } from './membership';
import type { TaskNetwork } from './network';
import { Registration, type Attachment, type RegistrationPorts } from './registration';
import { Settling } from './settling';
import { isWanted, type Task } from './task';
import type { TaskDefinition } from './task-definition';

export type TaskSetStatus = 'PRIMARY' | 'ACTIVE' | 'DRAINING';

export interface TaskSetPorts {
  readonly model: Clock;
  readonly wall: Clock;
  readonly balancing: LoadBalancing;
  readonly portFor: RegistrationPorts['portFor'];
  readonly newTask: (taskSet: TaskSet) => Task;
}

export interface TaskSetDescription {
  readonly id: string;
  readonly arn: string;
  readonly definition: TaskDefinition;
  /** The deployment that made it. */
  readonly externalId: string;
  /** Nothing for a service without load balancer. */
  readonly attachment: Attachment | undefined;
  readonly network: TaskNetwork | undefined;
  /** Within it the health of a new task does not matter. */
  readonly grace: Millis;
}

/** The last tasks that ended are kept, for whoever asks why. */
const KEPT_ENDED = 20;

/** A group of like tasks that ECS keeps at its number: blue or green. */
export class TaskSet {
  readonly createdAt: Instant;
  /** The last tasks that ended, newest last. */
  readonly ended: Task[] = [];
  /** How many tasks failed since one was healthy: they did not start, did not stay, or were not well. */
  failures = 0;
  private readonly members = new Map<Task, Membership>();
  private readonly told = new Set<Task>();
  private readonly watchers = new Set<() => void>();
  private readonly closing = new AbortController();
  private readonly throttle = new LaunchThrottle();
  private waitsToFill = false;

  constructor(readonly about: TaskSetDescription, public status: TaskSetStatus, public desired: number, private readonly ports: TaskSetPorts) {
    this.createdAt = ports.model.now();
  }

  get tasks(): readonly Task[] {
    return [...this.members.keys()];
  }

  /** Starts tasks until there are as many as desired; when there are too many, stops those that are not healthy, and then the newest. */
  fill(): void {
    if (this.closing.signal.aborted) return;
    const wanted = [...this.members].filter(([task]) => isWanted(task)).toSorted(([, one], [, other]) => Number(other.isHealthy()) - Number(one.isHealthy())).map(([task]) => task);
    for (const task of wanted.slice(this.desired)) void this.end(task);
    const missing = this.desired - wanted.length;
    if (missing <= 0) return;
    const pause = this.throttle.pause(this.ports.model.now());
    if (pause > 0) return this.fillLater(pause);
    for (let count = 0; count < missing; count += 1) this.add();
  }

  running(): number {
    return this.tasks.filter(({ state }) => state.at === 'RUNNING').length;
  }

  pending(): number {
    return this.tasks.filter((task) => isWanted(task) && task.state.at !== 'RUNNING').length;
  }

  healthy(): number {
    return [...this.members].filter(([task, membership]) => isWanted(task) && membership.isHealthy()).length;
  }

  /** Has another number of tasks from now on. */
  resize(desired: number): void {
    if (desired === this.desired) return;
    this.desired = desired;
    this.fill();
  }

  /** As many tasks as desired run, and the balancer finds every one of them healthy. */
  isSteady(): boolean {
    return this.tasks.filter(isWanted).length === this.desired && this.healthy() === this.desired;
  }

  /** Calls `look` whenever a task changes its state or its health, until disposed. */
  watch(look: () => void): Disposable {
    this.watchers.add(look);
    return { [Symbol.dispose]: () => this.watchers.delete(look) };
  }

  /** Takes every task out of the balancer, waits for its requests, ends it; no task is started again. */
  async drain(): Promise<void> {
    this.status = 'DRAINING';
    this.desired = 0;
    this.closing.abort();
    await Promise.all(this.tasks.map((task) => this.end(task)));
    this.changed();
  }

  /** Ends every task at once. */
  async kill(patience: Millis): Promise<void> {
    this.closing.abort();
    await Promise.all(this.tasks.map((task) => task.kill(patience)));
  }

  private add(): void {
    const task = this.ports.newTask(this);
    const { attachment, grace } = this.about;
    const { wall, balancing, portFor } = this.ports;
    let seen: 'waiting' | 'running' | 'leaving' = 'waiting';
    let wasHealthy = false;
    const look = (): void => {
      if (task.state.at === 'RUNNING' && seen === 'waiting') {
        seen = 'running';
        this.throttle.ran();
      }
      if (!wasHealthy && this.members.get(task)?.isHealthy() === true) {
        wasHealthy = true;
        this.failures = 0;
      }
      if (!isWanted(task) && seen !== 'leaving') {
        seen = 'leaving';
        this.replace(task);
      }
      if (task.state.at === 'STOPPED') this.forget(task);
      this.changed();
    };
    this.members.set(task, attachment === undefined ? new Settling(task, wall, look) : new Registration(task, { wall, balancing, attachment, grace, portFor }, look));
    void task.start();
  }

  private end(task: Task): Promise<void> {
    this.told.add(task);
    return task.stop({ code: 'ServiceSchedulerInitiated', reason: `Scaling activity initiated by (deployment ${this.about.id})` });
  }

  /** A task that leaves does not count any more: another one is started beside it. */
  private replace(task: Task): void {
    const { state, createdAt } = task;
    if (!this.told.delete(task)) this.failures += 1;
    if ('because' in state && state.because.code === 'TaskFailedToStart') this.throttle.failed(createdAt, this.ports.model.now());
    this.fill();
  }

  private forget(task: Task): void {
    if (!this.members.delete(task)) return;
    this.ended.push(task);
    if (this.ended.length > KEPT_ENDED) this.ended.shift();
  }

  private fillLater(pause: Millis): void {
    if (this.waitsToFill) return;
    this.waitsToFill = true;
    this.ports.model.sleep(pause, this.closing.signal).then(() => {
      this.waitsToFill = false;
      this.fill();
    }, () => undefined);
  }

  private changed(): void {
    for (const look of [...this.watchers]) look();
  }
}
