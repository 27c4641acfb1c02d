import type { Clock } from '../../core/time';
import { seconds, type Instant, type Millis } from '../../core/units';
import type { Exit } from '../../edge/processes/start-process';
import { endLine, errorLines, reportLine, startLine, timeoutLine, timeoutText } from './invocation-log';
import type { Invocation, Outcome, Threw } from './runtime/messages';
import type { StartedFunction } from './started-function';

/** How one invocation ended. */
export type Result =
  | { readonly kind: 'returned'; readonly value: unknown }
  /** `errorType` and `errorMessage` as the service gives them to whoever invoked. */
  | { readonly kind: 'failed'; readonly errorType: string; readonly errorMessage: string; readonly trace: readonly string[] };

export interface Ran {
  readonly result: Result;
  /** Wall time, in milliseconds. */
  readonly durationMs: number;
}

/** An execution environment: one process that runs one invocation at a time and stays warm between them. */
export interface Environment {
  readonly alive: () => boolean;
  run(invocation: Invocation): Promise<Ran>;
  end(): Promise<void>;
}

export interface EnvironmentPorts {
  readonly wall: Clock;
  readonly model: Clock;
  readonly start: (onMessage: (message: unknown) => void) => Promise<StartedFunction>;
}

/** How long the runtime may take to load the bundle: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html */
const INIT_LIMIT = seconds(10);

type Ending = Outcome | { readonly kind: 'late' } | { readonly kind: 'ended'; readonly exit: Exit };

export async function startEnvironment({ wall, model, start }: EnvironmentPorts): Promise<Environment> {
  let hear: (outcome: Outcome) => void = () => undefined;
  const initialized = new Promise<Outcome>((resolve) => { hear = resolve; });
  const began = wall.now();
  const { process: child, log, flushed } = await start((message) => hear(message as Outcome));
  const first = await within(wall, INIT_LIMIT, initialized, child.ended);
  let cold: number | undefined = wall.now() - began;
  let maxMemoryMb = 'maxMemoryMb' in first ? first.maxMemoryMb : 0;
  if (first.kind !== 'initialized') await child.end(wall, seconds(1));

  const invoke = async (invocation: Invocation): Promise<{ readonly ending: Ending; readonly durationMs: number }> => {
    // What could not be loaded fails every invocation the same way, without any time.
    if (first.kind !== 'initialized') return { ending: first, durationMs: 0 };
    const answered = new Promise<Outcome>((resolve) => { hear = resolve; });
    const sentAt = wall.now();
    child.send(invocation);
    const ending = await within(wall, invocation.timeoutMs as Millis, answered, child.ended);
    const durationMs = ending.kind === 'late' ? invocation.timeoutMs : Math.max(wall.now() - sentAt, 0.01);
    // A function that ran out of time is cut off where it stands, and its environment with it.
    if (ending.kind === 'late') child.signal('SIGKILL');
    if (ending.kind === 'late' || ending.kind === 'ended') await child.ended;
    await flushed(invocation.id);
    return { ending, durationMs };
  };

  return {
    alive: () => !child.hasEnded(),
    async run(invocation) {
      const { id, timeoutMs, memoryMb } = invocation;
      log(startLine(id));
      const { ending, durationMs } = await invoke(invocation);
      const result = resultOf(ending, invocation);
      maxMemoryMb = 'maxMemoryMb' in ending ? ending.maxMemoryMb : wasKilled(ending) ? memoryMb : maxMemoryMb;
      for (const line of linesAbout(ending, result, invocation, model.now())) log(line);
      log(endLine(id));
      const status = result.kind === 'returned' ? { is: 'success' as const } : ending.kind === 'late' ? { is: 'timeout' as const } : { is: 'error' as const, errorType: result.errorType };
      log(reportLine(id, { durationMs, initMs: cold, memoryMb, maxMemoryMb, status }));
      cold = undefined;
      return { result, durationMs: ending.kind === 'late' ? timeoutMs : durationMs };
    },
    end: async () => { await child.end(wall, seconds(1)); },
  };
}

function resultOf(ending: Ending, { id, timeoutMs }: Invocation): Result {
  switch (ending.kind) {
    case 'returned': return { kind: 'returned', value: ending.value };
    case 'threw': return failed(ending);
    case 'late': return failed({ errorType: 'Sandbox.Timedout', errorMessage: `RequestId: ${id} Error: ${timeoutText(timeoutMs)}`, trace: [] });
    case 'initialized':
    case 'ended': return failed({ errorType: 'Runtime.ExitError', errorMessage: `RequestId: ${id} Error: ${exitText(ending)}`, trace: [] });
  }
}

const failed = ({ errorType, errorMessage, trace }: Pick<Threw, 'errorType' | 'errorMessage' | 'trace'>): Result => ({ kind: 'failed', errorType, errorMessage, trace });

/** What Lambda adds to what the runtime has written. */
function linesAbout(ending: Ending, result: Result, { id, timeoutMs }: Invocation, at: Instant): readonly string[] {
  if (result.kind === 'returned' || ending.kind === 'threw') return [];
  return ending.kind === 'late' ? [timeoutLine(id, at, timeoutMs)] : errorLines(id, result.errorType, exitText(ending));
}

function exitText(ending: Ending): string {
  if (ending.kind !== 'ended') return 'Runtime exited without providing a reason';
  const { exit } = ending;
  if (exit.kind === 'killed') return `Runtime exited with error: signal: ${exit.signal === 'SIGKILL' ? 'killed' : exit.signal === 'SIGABRT' ? 'aborted' : exit.signal}`;
  return exit.code === 0 ? 'Runtime exited without providing a reason' : `Runtime exited with error: exit status ${exit.code}`;
}

const wasKilled = (ending: Ending): boolean => ending.kind === 'ended' && ending.exit.kind === 'killed';

async function within(wall: Clock, limit: Millis, outcome: Promise<Outcome>, ended: Promise<Exit>): Promise<Ending> {
  const over = new AbortController();
  const late = wall.sleep(limit, over.signal).then(() => ({ kind: 'late' as const }), () => ({ kind: 'late' as const }));
  // What it said before it ended may still be on its way.
  const exited = ended.then(async (exit) => {
    await wall.sleep(0 as Millis);
    return { kind: 'ended' as const, exit };
  });
  try {
    return await Promise.race([outcome, late, exited]);
  } finally {
    over.abort();
  }
}
