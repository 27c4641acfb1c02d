import type { Clock } from '../../core/time';
import type { Instant, Millis } from '../../core/units';
import type { LoadBalancing } from '../elbv2/load-balancing';
import { LaunchThrottle } from './launch-throttle';
import type { TaskNetwork } from './network';
import { Registration, type Attachment, type RegistrationPorts } from './registration';
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
  readonly attachment: Attachment;
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
  private readonly members = new Map<Task, Registration>();
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

  /** Starts tasks until there are as many as desired, and stops the newest when there are too many. */
  fill(): void {
    if (this.closing.signal.aborted) return;
    const wanted = this.tasks.filter(isWanted);
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

  /** As many tasks as desired run, and the balancer finds every one of them healthy. */
  isSteady(): boolean {
    const wanted = [...this.members].filter(([task]) => isWanted(task));
    return wanted.length === this.desired && wanted.every(([, registration]) => registration.isHealthy());
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
    const registration = new Registration(task, { wall, balancing, attachment, grace, portFor }, () => {
      if (task.state.at === 'RUNNING' && seen === 'waiting') {
        seen = 'running';
        this.throttle.ran();
      }
      if (!isWanted(task) && seen !== 'leaving') {
        seen = 'leaving';
        this.replace(task);
      }
      if (task.state.at === 'STOPPED') this.forget(task);
      this.changed();
    });
    this.members.set(task, registration);
    void task.start();
  }

  private end(task: Task): Promise<void> {
    return task.stop({ code: 'ServiceSchedulerInitiated', reason: `Scaling activity initiated by (deployment ${this.about.id})` });
  }

  /** A task that leaves does not count any more: another one is started beside it. */
  private replace({ state, createdAt }: Task): void {
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
