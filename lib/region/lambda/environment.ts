import type { Clock } from '../../core/time';
import { seconds, type Millis } from '../../core/units';
import type { RunningProcess } from '../../edge/processes/start-process';
import type { Invocation, Outcome } from './runtime';

/** How one invocation ended. */
export type Result =
  | { readonly kind: 'returned'; readonly value: unknown }
  /** `errorType` and `errorMessage` as the service gives them to whoever invoked. */
  | { readonly kind: 'failed'; readonly errorType: string; readonly errorMessage: string; readonly trace: readonly string[] };

/** An execution environment: one process that runs one invocation at a time and stays warm between them. */
export interface Environment {
  readonly alive: () => boolean;
  run(invocation: Invocation): Promise<Result>;
  end(): Promise<void>;
}

/** How long the runtime may take to load the bundle: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html */
const INIT_LIMIT = seconds(10);

export async function startEnvironment(wall: Clock, start: (onMessage: (message: unknown) => void) => Promise<RunningProcess>): Promise<Environment> {
  let hear: (outcome: Outcome) => void = () => undefined;
  const initialized = new Promise<Outcome>((resolve) => { hear = resolve; });
  const child = await start((message) => hear(message as Outcome));
  const first = await within(wall, INIT_LIMIT, initialized, child);
  if (first.kind !== 'initialized') {
    await child.end(wall, seconds(1));
    return broken(first.kind === 'threw' ? first : { errorType: 'Runtime.InitTimeout', errorMessage: 'the function did not initialize in time', trace: [] });
  }
  return {
    alive: () => !child.hasEnded(),
    async run(invocation) {
      const answered = new Promise<Outcome>((resolve) => { hear = resolve; });
      child.send(invocation);
      const limit = invocation.timeoutMs as Millis;
      const outcome = await within(wall, limit, answered, child);
      if (outcome.kind === 'returned') return { kind: 'returned', value: outcome.value };
      if (outcome.kind === 'threw') return { ...outcome, kind: 'failed' };
      // A function that ran out of time is cut off where it stands, and its environment with it.
      child.signal('SIGKILL');
      return outcome.kind === 'late'
        ? { kind: 'failed', errorType: 'Sandbox.Timedout', errorMessage: `Task timed out after ${(limit / 1_000).toFixed(2)} seconds`, trace: [] }
        : { kind: 'failed', errorType: 'Runtime.ExitError', errorMessage: 'Runtime exited with error', trace: [] };
    },
    end: async () => { await child.end(wall, seconds(1)); },
  };
}

function broken(why: { readonly errorType: string; readonly errorMessage: string; readonly trace: readonly string[] }): Environment {
  return { alive: () => false, run: async () => ({ kind: 'failed', ...why }), end: async () => undefined };
}

async function within(wall: Clock, limit: Millis, outcome: Promise<Outcome>, child: RunningProcess): Promise<Outcome | { kind: 'late' } | { kind: 'exited' }> {
  const over = new AbortController();
  const late = wall.sleep(limit, over.signal).then(() => ({ kind: 'late' as const }), () => ({ kind: 'late' as const }));
  const exited = child.ended.then(() => ({ kind: 'exited' as const }));
  try {
    return await Promise.race([outcome, late, exited]);
  } finally {
    over.abort();
  }
}
