import type { Clock } from '../../core/time';
import { seconds, type Instant, type Millis } from '../../core/units';
import type { RunningProcess } from '../../edge/processes/start-process';
import { reasonOf } from '../service-error';
import type { TaskNetwork } from './network';
import { ContainerRun } from './container-run';
import type { Container, TaskDefinition } from './task-definition';
import { desiredOf, type Stop, type TaskState } from './task-state';

export interface TaskPorts {
  readonly model: Clock;
  readonly wall: Clock;
  /**
   * Fetches what a container needs; answers how to start it. A started container tells the real port for each of its ports
   * on which it listens. @throws in the words of ECS when something cannot be had
   */
  readonly prepare: (task: Task, container: Container) => (onListening: (containerPort: number, port: number) => void) => Promise<RunningProcess>;
}

export interface TaskDescription {
  readonly id: string;
  readonly arn: string;
  readonly clusterArn: string;
  readonly definition: TaskDefinition;
  readonly startedBy: string;
  /** `service:<name>` or `family:<name>`. */
  readonly group: string;
  readonly zone: string;
  readonly network: TaskNetwork | undefined;
}

/**
 * Until Fargate has found a place for a task, in model time. Assumed: published runs show 20 to 40 s between a task's creation and the
 * pull of its image.
 */
export const assumedProvisioning: Millis = seconds(20);

/** One run of a task definition. */
export class Task {
  readonly createdAt: Instant;
  readonly containers: readonly ContainerRun[];
  private current: TaskState = { at: 'PROVISIONING' };
  private readonly listeners = new Map<string, number>();
  private readonly watchers = new Set<() => void>();
  private readonly leaving = new AbortController();
  private ending: Promise<void> | undefined;
  private launching: Promise<void> = Promise.resolve();
  /** Takes it out of its load balancer; whoever put it in says how. */
  private leave: () => Promise<void> = async () => undefined;

  constructor(readonly about: TaskDescription, private readonly ports: TaskPorts) {
    this.createdAt = ports.model.now();
    this.containers = about.definition.containers.map((container) => new ContainerRun(container, ports.wall));
  }

  get state(): TaskState {
    return this.current;
  }

  /** Calls `look` whenever its state changes or it begins to listen, until disposed. */
  watch(look: () => void): Disposable {
    this.watchers.add(look);
    return { [Symbol.dispose]: () => this.watchers.delete(look) };
  }

  /** Where it listens for a container's port; nothing as long as it does not. */
  listensAt(container: string, containerPort: number): number | undefined {
    return this.listeners.get(`${container}:${containerPort}`);
  }

  leavesBy(leave: () => Promise<void>): void {
    this.leave = leave;
  }

  /** Brings it up; a container that cannot be started stops the task. */
  async start(): Promise<void> {
    try {
      await this.ports.model.sleep(assumedProvisioning, this.leaving.signal);
    } catch {
      return;
    }
    this.become({ at: 'PENDING' });
    this.launching = this.launch();
    try {
      await this.launching;
    } catch (thrown) {
      return this.stop({ code: 'TaskFailedToStart', reason: reasonOf(thrown) });
    }
    if (this.current.at === 'PENDING') this.become({ at: 'RUNNING', startedAt: this.ports.model.now() });
  }

  /** Takes it out of its load balancer, then ends its containers. The first reason counts. Resolves when it has stopped. */
  stop(because: Stop): Promise<void> {
    this.ending ??= this.endBecauseOf(because);
    return this.ending;
  }

  /** Ends it at once, whatever it does: the region is closing. */
  async kill(patience: Millis): Promise<void> {
    this.leave = async () => undefined;
    const stopped = this.stop({ code: 'ServiceSchedulerInitiated', reason: 'the region is closing' });
    await this.launching.catch(() => undefined);
    await Promise.all(this.containers.map((run) => run.end(patience)));
    await stopped;
  }

  /** The processes of the task, for whoever wants to break them. */
  pids(): readonly number[] {
    return this.containers.flatMap(({ pid }) => pid ?? []);
  }

  /** Everything is fetched before the first container starts, as on Fargate. */
  private async launch(): Promise<void> {
    const prepared = this.containers.map((run) => ({ run, start: this.prepared(run) }));
    for (const { run, start } of prepared) if (this.ending === undefined) await this.startContainer(run, start);
  }

  private prepared(run: ContainerRun): ReturnType<TaskPorts['prepare']> {
    try {
      return this.ports.prepare(this, run.container);
    } catch (thrown) {
      run.reason = reasonOf(thrown);
      throw thrown;
    }
  }

  private async startContainer(run: ContainerRun, start: ReturnType<TaskPorts['prepare']>): Promise<void> {
    const { name } = run.container;
    const process = await start((containerPort, port) => {
      this.listeners.set(`${name}:${containerPort}`, port);
      this.changed();
    });
    run.runs(process, () => {
      if (run.container.essential) void this.stop({ code: 'EssentialContainerExited', reason: 'Essential container in task exited' });
    });
  }

  private async endBecauseOf(because: Stop): Promise<void> {
    const startedAt = this.current.at === 'RUNNING' ? this.current.startedAt : undefined;
    const leaving = { startedAt, because, stoppingAt: this.ports.model.now() };
    this.become({ at: 'DEACTIVATING', ...leaving });
    this.leaving.abort();
    await this.leave();
    this.become({ at: 'STOPPING', ...leaving });
    await this.launching.catch(() => undefined);
    await Promise.all(this.containers.map((run) => run.end()));
    this.become({ at: 'STOPPED', ...leaving, stoppedAt: this.ports.model.now() });
  }

  private become(state: TaskState): void {
    this.current = state;
    this.changed();
  }

  private changed(): void {
    for (const look of [...this.watchers]) look();
  }
}

/** Whether it counts for its service. */
export const isWanted = ({ state }: Task): boolean => desiredOf(state) === 'RUNNING';
