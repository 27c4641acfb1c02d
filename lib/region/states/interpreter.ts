import type { Clock } from '../../core/time';
import { seconds, type Millis } from '../../core/units';
import type { Choice, MachineDefinition, Retrier, State } from './definition';
import { fillTemplate, readPath, writePath } from './json-path';

export interface InterpreterPorts {
  /** Waits and retries are AWS's: model time. */
  readonly clock: Clock;
  /** Performs a task's resource. @throws TaskFailure */
  readonly perform: (resource: string, parameters: unknown) => Promise<unknown>;
}

/** A task that failed, by the error's name in the States Language. */
export class TaskFailure extends Error {
  constructor(readonly error: string, override readonly cause: string) {
    super(`${error}: ${cause}`);
  }
}

export type ExecutionEnd =
  | { readonly kind: 'succeeded'; readonly output: unknown }
  | { readonly kind: 'failed'; readonly error: string; readonly cause: string };

type Task = Extract<State, { Type: 'Task' }>;

type Step = { readonly next: string; readonly data: unknown } | { readonly end: ExecutionEnd };

/** Runs a state machine from its start to its end. */
export async function execute(definition: MachineDefinition, input: unknown, context: unknown, ports: InterpreterPorts, signal: AbortSignal): Promise<ExecutionEnd> {
  let name = definition.StartAt;
  let data = input;
  for (;;) {
    signal.throwIfAborted();
    const state = definition.States[name];
    if (state === undefined) return { kind: 'failed', error: 'States.Runtime', cause: `there is no state ${name}` };
    const step = await run(state, data, context, ports, signal);
    if ('end' in step) return step.end;
    name = step.next;
    data = step.data;
  }
}

async function run(state: State, data: unknown, context: unknown, ports: InterpreterPorts, signal: AbortSignal): Promise<Step> {
  switch (state.Type) {
    case 'Succeed': return { end: { kind: 'succeeded', output: data } };
    case 'Fail': return { end: { kind: 'failed', error: state.Error ?? '', cause: state.Cause ?? '' } };
    case 'Wait': {
      const span = state.Seconds ?? Number(readPath(state.SecondsPath ?? '$', data, context));
      await ports.clock.sleep(seconds(span), signal);
      return follow(state, data);
    }
    case 'Choice': {
      const next = state.Choices.find((choice) => holds(choice, readPath(choice.Variable, data, context)))?.Next ?? state.Default;
      return next === undefined ? { end: { kind: 'failed', error: 'States.NoChoiceMatched', cause: JSON.stringify(data) } } : { next, data };
    }
    case 'Pass': {
      const result = state.Result ?? (state.Parameters === undefined ? data : fillTemplate(state.Parameters, data, context));
      return follow(state, state.ResultPath === null ? data : writePath(state.ResultPath ?? '$', data, result));
    }
    case 'Task': return runTask(state, data, context, ports, signal);
  }
}

async function runTask(state: Task, data: unknown, context: unknown, ports: InterpreterPorts, signal: AbortSignal): Promise<Step> {
  const input = readPath(state.InputPath ?? '$', data, context);
  const parameters = state.Parameters === undefined ? input : fillTemplate(state.Parameters, input, context);
  const attempts = new Map<Retrier, number>();
  for (;;) {
    try {
      return withResult(state, data, context, await ports.perform(state.Resource, parameters));
    } catch (thrown) {
      if (!(thrown instanceof TaskFailure)) throw thrown;
      const pause = nextTry(state, thrown.error, attempts);
      if (pause === undefined) return caught(state, data, thrown);
      await ports.clock.sleep(pause, signal);
    }
  }
}

function withResult(state: Task, data: unknown, context: unknown, raw: unknown): Step {
  const result = state.ResultSelector === undefined ? raw : fillTemplate(state.ResultSelector, raw, context);
  const merged = state.ResultPath === null ? data : writePath(state.ResultPath ?? '$', data, result);
  return follow(state, readPath(state.OutputPath ?? '$', merged, context));
}

/** How long to wait before the next try; `undefined` when there is none left. */
function nextTry({ Retry }: Task, error: string, attempts: Map<Retrier, number>): Millis | undefined {
  const retrier = Retry?.find(({ ErrorEquals }) => names(ErrorEquals, error));
  if (retrier === undefined) return undefined;
  const tried = attempts.get(retrier) ?? 0;
  attempts.set(retrier, tried + 1);
  return tried < (retrier.MaxAttempts ?? 3) ? seconds(pauseOf(retrier, tried)) : undefined;
}

function caught({ Catch }: Task, data: unknown, { error, cause }: TaskFailure): Step {
  const catcher = Catch?.find(({ ErrorEquals }) => names(ErrorEquals, error));
  if (catcher === undefined) return { end: { kind: 'failed', error, cause } };
  return { next: catcher.Next, data: writePath(catcher.ResultPath ?? '$', data, { Error: error, Cause: cause }) };
}

function follow(state: { readonly Next?: string; readonly End?: boolean }, data: unknown): Step {
  return state.Next === undefined ? { end: { kind: 'succeeded', output: data } } : { next: state.Next, data };
}

const pauseOf = ({ IntervalSeconds = 1, BackoffRate = 2, MaxDelaySeconds = Infinity }: Retrier, tried: number): number =>
  Math.min(MaxDelaySeconds, IntervalSeconds * BackoffRate ** tried);

const names = (patterns: readonly string[], error: string): boolean =>
  patterns.includes('States.ALL') || patterns.includes(error) || (patterns.includes('States.TaskFailed') && error !== 'States.Timeout');

function holds(choice: Choice, value: unknown): boolean {
  if (choice.StringEquals !== undefined) return value === choice.StringEquals;
  if (choice.BooleanEquals !== undefined) return value === choice.BooleanEquals;
  return typeof value === 'number' && value >= (choice.NumericGreaterThanEquals ?? Infinity);
}
