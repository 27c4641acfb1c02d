import type { Clock } from '../../core/time';
import { seconds, type Instant } from '../../core/units';
import type { Exit, RunningProcess } from '../../edge/processes/start-process';
import type { Container, TaskDefinition } from './task-definition';

export type TaskStatus = 'PROVISIONING' | 'RUNNING' | 'STOPPING' | 'STOPPED';

export interface TaskPorts {
  readonly model: Clock;
  readonly wall: Clock;
  /** Starts a container's process; tells the real port once the process listens on the container's port. */
  readonly launch: (task: Task, container: Container, onListening: (port: number) => void) => Promise<RunningProcess>;
}

/** One run of a task definition. */
export class Task {
  status: TaskStatus = 'PROVISIONING';
  stoppedReason: string | undefined;
  startedAt: Instant | undefined;
  stoppedAt: Instant | undefined;
  readonly createdAt: Instant;
  readonly exitCodes = new Map<string, number>();
  /** Resolves with the real port when the task serves on its (first) container port. */
  readonly listening: Promise<number>;
  /** Resolves when every container has ended, whatever the reason. */
  readonly stopped: Promise<void>;
  private readonly processes = new Map<Container, RunningProcess>();
  private tellListening: (port: number) => void = () => undefined;
  private tellStopped: () => void = () => undefined;
  private wantsToStop = false;

  constructor(
    readonly id: string, readonly arn: string, readonly definition: TaskDefinition, readonly startedBy: string, readonly zone: string,
    private readonly ports: TaskPorts,
  ) {
    this.createdAt = ports.model.now();
    this.listening = new Promise((resolve) => { this.tellListening = resolve; });
    this.stopped = new Promise((resolve) => { this.tellStopped = resolve; });
  }

  /** Starts every container; a container that cannot be started stops the task. */
  async start(): Promise<void> {
    try {
      for (const container of this.definition.containers) await this.startContainer(container);
      this.startedAt = this.ports.model.now();
      if (this.status === 'PROVISIONING') this.status = 'RUNNING';
      if (this.wantsToStop) this.askToEnd('SIGTERM');
    } catch (thrown) {
      this.stoppedReason ??= thrown instanceof Error ? thrown.message : String(thrown);
      this.askToEnd('SIGKILL');
      if (this.processes.size === 0) this.end();
    }
  }

  /** Sends SIGTERM, and SIGKILL once the container's stop time-out (wall time) has passed. */
  async stop(reason: string): Promise<void> {
    if (this.status === 'STOPPED') return;
    this.wantsToStop = true;
    this.stoppedReason ??= reason;
    this.status = 'STOPPING';
    const patience = Math.max(...this.definition.containers.map(({ stopTimeoutSeconds }) => stopTimeoutSeconds));
    this.askToEnd('SIGTERM');
    const over = new AbortController();
    const late = this.ports.wall.sleep(seconds(patience), over.signal).then(() => this.askToEnd('SIGKILL'), () => undefined);
    await this.stopped;
    over.abort();
    await late;
  }

  /** The processes of the task, for whoever wants to break them. */
  pids(): readonly number[] {
    return [...this.processes.values()].filter((process) => !process.hasEnded()).map(({ pid }) => pid);
  }

  private async startContainer(container: Container): Promise<void> {
    const process = await this.ports.launch(this, container, (port) => this.tellListening(port));
    this.processes.set(container, process);
    void process.ended.then((exit) => this.containerEnded(container, exit));
  }

  private containerEnded(container: Container, exit: Exit): void {
    // As a shell counts: 128 and the signal's number.
    this.exitCodes.set(container.name, exit.kind === 'exited' ? exit.code : exit.signal === 'SIGKILL' ? 137 : 143);
    if (container.essential) {
      this.stoppedReason ??= 'Essential container in task exited';
      this.askToEnd('SIGTERM');
    }
    if ([...this.processes.values()].every((process) => process.hasEnded())) this.end();
  }

  private askToEnd(signal: NodeJS.Signals): void {
    for (const process of this.processes.values()) if (!process.hasEnded()) process.signal(signal);
  }

  private end(): void {
    if (this.status === 'STOPPED') return;
    this.status = 'STOPPED';
    this.stoppedAt = this.ports.model.now();
    this.tellStopped();
  }
}
