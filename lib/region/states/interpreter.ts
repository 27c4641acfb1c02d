import type { Clock } from '../../core/time';
import { between, instant, seconds, type Millis } from '../../core/units';
import { holds } from './choice-rule';
import type { MachineDefinition, State, TaskState, WaitState } from './definition';
import { History, limitData } from './limits';
import { read, write } from './json-path';
import { fill } from './payload-template';
import { catcherOf, nextTry, type Tried } from './retry';
import { StateFailure } from './state-failure';

export interface InterpreterPorts {
  /** Waits, retries and the machine's own limit are AWS's: model time. */
  readonly clock: Clock;
  /** A task's limit bounds what runs on this machine: the machine's time. */
  readonly wall: Clock;
  /** Performs a task's resource. @throws StateFailure */
  readonly perform: (resource: string, parameters: unknown) => Promise<unknown>;
}

export type ExecutionEnd =
  | { readonly kind: 'succeeded'; readonly output: unknown }
  | { readonly kind: 'failed'; readonly error: string; readonly cause: string }
  | { readonly kind: 'timed-out' };

type Context = Readonly<Record<string, unknown>>;
type Step = { readonly next: string; readonly data: unknown } | { readonly end: ExecutionEnd };

/** One execution as its states see it. */
interface Run {
  readonly ports: InterpreterPorts;
  readonly history: History;
  readonly signal: AbortSignal;
}

/** Runs a state machine from its start to its end. Rejects only when `signal` is aborted. */
export async function execute(definition: MachineDefinition, input: unknown, context: Context, ports: InterpreterPorts, signal: AbortSignal): Promise<ExecutionEnd> {
  const over = new AbortController();
  const stop = (): void => over.abort(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  const run = { ports, history: new History(), signal: over.signal };
  const limit = definition.TimeoutSeconds === undefined ? undefined
    : ports.clock.sleep(seconds(definition.TimeoutSeconds), over.signal).then((): ExecutionEnd => ({ kind: 'timed-out' }));
  limit?.catch(() => undefined);
  try {
    signal.throwIfAborted();
    const through = goThrough(definition, input, context, run);
    through.catch(() => undefined);
    return await Promise.race([through, ...(limit === undefined ? [] : [limit])]);
  } finally {
    over.abort();
    signal.removeEventListener('abort', stop);
  }
}

async function goThrough(definition: MachineDefinition, input: unknown, context: Context, run: Run): Promise<ExecutionEnd> {
  let name = definition.StartAt;
  let data = input;
  for (;;) {
    run.signal.throwIfAborted();
    try {
      const state = definition.States[name] as State;
      run.history.add('entered', 'exited');
      const step = await perform(state, data, { ...context, State: { Name: name, EnteredTime: timeOf(run.ports.clock) } }, run);
      if ('end' in step) return step.end;
      name = step.next;
      data = limitData(step.data, name);
    } catch (thrown) {
      if (!(thrown instanceof StateFailure)) throw thrown;
      return { kind: 'failed', error: thrown.error, cause: `An error occurred while executing the state '${name}'. ${thrown.cause}` };
    }
  }
}

async function perform(state: State, data: unknown, context: Context, run: Run): Promise<Step> {
  if (state.Type === 'Fail') {
    const text = (fixed: string | undefined, path: string | undefined): string => (path === undefined ? fixed ?? '' : String(read(path, data, context)));
    return { end: { kind: 'failed', error: text(state.Error, state.ErrorPath), cause: text(state.Cause, state.CausePath) } };
  }
  if (state.Type === 'Task') return task(state, data, context, run);
  const input = through(state.InputPath, data, context);
  const output = (value: unknown): unknown => through(state.OutputPath, value, context);
  switch (state.Type) {
    case 'Succeed': return { end: { kind: 'succeeded', output: output(input) } };
    case 'Choice': {
      const next = state.Choices.find((rule) => holds(rule, input, context))?.Next ?? state.Default;
      if (next === undefined) throw new StateFailure('States.NoChoiceMatched', `No choice matched the input ${JSON.stringify(input)}`);
      return { next, data: output(input) };
    }
    case 'Wait':
      await run.ports.clock.sleep(spanOf(state, input, context, run.ports.clock), run.signal);
      return follow(state, output(input));
    case 'Pass': {
      const result = state.Result ?? (state.Parameters === undefined ? input : fill(state.Parameters, input, context));
      return follow(state, output(withResult(state.ResultPath, data, result)));
    }
  }
}

async function task(state: TaskState, data: unknown, context: Context, run: Run): Promise<Step> {
  let tried: Tried = new Map();
  for (;;) {
    try {
      const retries = [...tried.values()].reduce((sum, times) => sum + times, 0);
      const own = { ...context, State: { ...context['State'] as object, RetryCount: retries } };
      return follow(state, await attempt(state, data, own, run));
    } catch (thrown) {
      if (!(thrown instanceof StateFailure)) throw thrown;
      const again = nextTry(state.Retry ?? [], thrown.error, tried);
      if (again === undefined) return caught(state, data, thrown);
      tried = again.tried;
      await run.ports.clock.sleep(again.pause, run.signal);
    }
  }
}

async function attempt(state: TaskState, data: unknown, context: Context, { ports, history }: Run): Promise<unknown> {
  const input = through(state.InputPath, data, context);
  const parameters = state.Parameters === undefined ? input : fill(state.Parameters, input, context);
  history.add('scheduled', 'started', 'ended');
  const raw = limitData(await within(state, ports, ports.perform(state.Resource, parameters)), state.Resource);
  const result = state.ResultSelector === undefined ? raw : fill(state.ResultSelector, raw, context);
  return through(state.OutputPath, withResult(state.ResultPath, data, result), context);
}

async function within({ TimeoutSeconds }: TaskState, { wall }: InterpreterPorts, performing: Promise<unknown>): Promise<unknown> {
  if (TimeoutSeconds === undefined) return performing;
  const over = new AbortController();
  const late = wall.sleep(seconds(TimeoutSeconds), over.signal).then(() => { throw new StateFailure('States.Timeout', ''); });
  late.catch(() => undefined);
  performing.catch(() => undefined);
  try {
    return await Promise.race([performing, late]);
  } finally {
    over.abort();
  }
}

function caught({ Catch = [] }: TaskState, data: unknown, failure: StateFailure): Step {
  const catcher = catcherOf(Catch, failure.error);
  if (catcher === undefined) return { end: { kind: 'failed', error: failure.error, cause: failure.cause } };
  return { next: catcher.Next, data: withResult(catcher.ResultPath, data, { Error: failure.error, Cause: failure.cause }) };
}

function spanOf({ Seconds, SecondsPath, Timestamp, TimestampPath }: WaitState, data: unknown, context: Context, clock: Clock): Millis {
  if (Seconds !== undefined) return seconds(Seconds);
  if (SecondsPath !== undefined) {
    const span = read(SecondsPath, data, context);
    return typeof span === 'number' && span >= 0 ? seconds(span) : fail(`The SecondsPath parameter does not reference a valid value: ${SecondsPath} == ${JSON.stringify(span)}`);
  }
  const moment = Timestamp ?? read(TimestampPath ?? '$', data, context);
  const due = typeof moment === 'string' ? Date.parse(moment) : Number.NaN;
  return Number.isNaN(due) ? fail(`The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: ${JSON.stringify(moment)}`) : between(clock.now(), instant(due));
}

function fail(cause: string): never {
  throw new StateFailure('States.Runtime', cause);
}

const through = (path: string | null | undefined, data: unknown, context: Context): unknown => (path === null ? {} : read(path ?? '$', data, context));
const withResult = (path: string | null | undefined, data: unknown, result: unknown): unknown => (path === null ? data : write(path ?? '$', data, result));

const follow = (state: { readonly Next?: string }, data: unknown): Step => (state.Next === undefined ? { end: { kind: 'succeeded', output: data } } : { next: state.Next, data });

export const timeOf = (clock: Clock): string => new Date(clock.now()).toISOString();
