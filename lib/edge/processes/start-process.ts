import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import type { Clock } from '../../core/time';
import type { Millis } from '../../core/units';
import type { Watchdog } from './watchdog';

/** The user that a process runs as, where this process may choose. */
export interface ProcessOwner {
  readonly uid: number;
  readonly gid: number;
}

export interface ProcessOptions {
  readonly command: string;
  readonly args: readonly string[];
  /** The whole environment: nothing is inherited. */
  readonly environment: Readonly<Record<string, string>>;
  readonly directory: string;
  /** Both output streams: into an open file, or to be read from the process. */
  readonly output: number | 'pipe';
  /** @default - the user of this process */
  readonly owner?: ProcessOwner | undefined;
  /** What asks this process to end: PostgreSQL takes INT for a fast shutdown, services take TERM. */
  readonly endedBy: 'INT' | 'TERM';
  /** Opens a channel to a Node process (`process.send` there) and hears what it says. @default - no channel */
  readonly onMessage?: (message: unknown) => void;
  readonly watchdog: Watchdog;
}

export type Exit = { readonly kind: 'exited'; readonly code: number } | { readonly kind: 'killed'; readonly signal: NodeJS.Signals };

/** A process that cannot outlive this one. */
export interface RunningProcess {
  readonly pid: number;
  /** Empty when the output goes to a file. */
  readonly output: { readonly stdout: Readable | null; readonly stderr: Readable | null };
  /** How it ended, once it has. */
  readonly ended: Promise<Exit>;
  hasEnded(): boolean;
  signal(name: NodeJS.Signals): void;
  /** Says something over the channel. @throws without `onMessage` */
  send(message: object): void;
  /** Asks it to end, and kills it when it has not after `patience`. */
  end(clock: Clock, patience: Millis, by?: NodeJS.Signals): Promise<Exit>;
}

/**
 * Starts a process in a group of its own (so that Ctrl-C reaches only us, and we end it in our order) under the watchdog's guard.
 *
 * @throws when the program cannot be started
 */
export async function startProcess(options: ProcessOptions): Promise<RunningProcess> {
  const child = spawn(options.command, [...options.args], {
    env: { ...options.environment },
    cwd: options.directory,
    stdio: ['ignore', options.output, options.output, ...(options.onMessage === undefined ? [] : ['ipc' as const])],
    detached: true,
    ...options.owner,
  });
  if (child.pid !== undefined) options.watchdog.guard(child.pid, options.endedBy);
  let exit: Exit | undefined;
  const ended = new Promise<Exit>((resolve) => child.once('exit', (code, signal) => {
    exit = signal === null ? { kind: 'exited', code: code ?? 0 } : { kind: 'killed', signal };
    options.watchdog.forget(pid);
    resolve(exit);
  }));
  if (child.pid === undefined) await once(child, 'spawn');
  const pid = child.pid as number;
  // Signals and messages to a process that has just ended are no error of ours: `ended` tells.
  child.on('error', () => undefined);
  if (options.onMessage !== undefined) child.on('message', options.onMessage);
  return {
    pid,
    output: { stdout: child.stdout, stderr: child.stderr },
    ended,
    hasEnded: () => exit !== undefined,
    signal: (name) => void child.kill(name),
    send: (message) => {
      if (options.onMessage === undefined) throw new Error(`process ${pid} was started without a channel`);
      if (child.connected) child.send(message, () => undefined);
    },
    end: async (clock, patience, by = `SIG${options.endedBy}`) => {
      child.kill(by);
      const patienceOver = new AbortController();
      const late = clock.sleep(patience, patienceOver.signal).then(() => child.kill('SIGKILL'), () => undefined);
      const result = await ended;
      patienceOver.abort();
      await late;
      return result;
    },
  };
}
