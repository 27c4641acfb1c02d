import { constants } from 'node:os';
import type { Clock } from '../../core/time';
import { seconds, type Millis } from '../../core/units';
import type { Exit, RunningProcess } from '../../edge/processes/start-process';
import type { Container } from './task-definition';

/** One container of a task: waiting, then a process, then gone. */
export class ContainerRun {
  private process: RunningProcess | undefined;
  private exit: number | undefined;
  /** Why it never ran. */
  reason: string | undefined;

  constructor(readonly container: Container, private readonly wall: Clock) {}

  get status(): 'PENDING' | 'RUNNING' | 'STOPPED' {
    if (this.exit !== undefined || this.reason !== undefined) return 'STOPPED';
    return this.process === undefined ? 'PENDING' : 'RUNNING';
  }

  /** Nothing as long as it runs, and for one that never did. */
  get exitCode(): number | undefined {
    return this.exit;
  }

  get pid(): number | undefined {
    return this.status === 'RUNNING' ? this.process?.pid : undefined;
  }

  /** Takes over the process that was started for it; `onEnd` is called when that has ended. */
  runs(process: RunningProcess, onEnd: () => void): void {
    this.process = process;
    void process.ended.then((exit) => {
      this.exit = codeOf(exit);
      onEnd();
    });
  }

  /** Sends SIGTERM, and SIGKILL once its stop time-out (wall time), or `patience`, has passed. Resolves when it has ended. */
  async end(patience: Millis = seconds(this.container.stopTimeoutSeconds)): Promise<void> {
    if (this.process !== undefined && !this.process.hasEnded()) await this.process.end(this.wall, patience);
  }
}

/** As a shell counts: 128 and the signal's number. */
const codeOf = (exit: Exit): number => (exit.kind === 'exited' ? exit.code : 128 + constants.signals[exit.signal]);
