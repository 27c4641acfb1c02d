import { environment } from './environment';
import { IdentityMismatch } from './identity/identity';
import { errorChain } from './log/error-chain';
import { createLog, type Log } from './log/log';
import { SettingsError, type LogLevel, type Variables } from './settings';
import { machineTime as time } from './time';

/** A program of a service: it reads its settings and works until it is done, or has been asked to end. */
export interface Program<Settings> {
  /** @throws SettingsError */
  readonly read: (variables: Variables) => Settings;
  /** What stands on each line of its log. */
  readonly named: (settings: Settings) => { readonly stage: string; readonly service: string; readonly release: string };
  readonly logLevel: (settings: Settings) => LogLevel;
  readonly work: (settings: Settings, log: Log) => Promise<void>;
  /** What the log says of a failure, such as `cannot serve`. */
  readonly failure: string;
}

/** As sysexits.h has it: the configuration is wrong, and starting again cannot help. */
const WRONG_CONFIGURATION = 78;

/** Runs a program as the one of this process. Every way in which it ends is in its log and in the exit code. */
export function runProgram<Settings>(program: Program<Settings>): void {
  void outcomeOf(program).then((code) => process.exit(code));
}

/** Something that works until it is told to end. */
export interface Running {
  /** Finishes what it has begun, takes nothing new, and resolves when nothing is left. */
  drain(): Promise<void>;
}

/** Lets it work until the platform asks the process to end; what has not started by then has nothing to drain. */
export async function untilAskedToEnd(start: () => Promise<Running>): Promise<void> {
  const asked = new Promise<undefined>((resolve) => process.once('SIGTERM', () => resolve(undefined)));
  const running = await Promise.race([start(), asked]);
  if (running === undefined) return;
  await asked;
  await running.drain();
}

async function outcomeOf<Settings>({ read, named, logLevel, work, failure }: Program<Settings>): Promise<number> {
  let log = createLog({ level: 'info', fields: {}, time, write });
  process.on('uncaughtException', (error) => {
    log.error('crashed', { error: errorChain(error) });
    process.exit(1);
  });
  try {
    const settings = read(environment());
    log = createLog({ level: logLevel(settings), fields: named(settings), time, write });
    await work(settings, log);
    return 0;
  } catch (error) {
    log.error(failure, { error: errorChain(error) });
    return error instanceof SettingsError || error instanceof IdentityMismatch ? WRONG_CONFIGURATION : 1;
  }
}

const write = (line: string): void => void process.stdout.write(line);
