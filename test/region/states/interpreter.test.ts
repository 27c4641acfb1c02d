import { hours, minutes, seconds } from '../../../lib/core/units';
import type { MachineDefinition, State, TaskState } from '../../../lib/region/states/definition';
import { execute, type ExecutionEnd } from '../../../lib/region/states/interpreter';
import { StateFailure } from '../../../lib/region/states/state-failure';
import { VirtualClock } from '../../support/virtual-clock';

const invoke = { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Parameters: { 'Payload.$': '$' } } as const;

/** A machine in virtual time, whose task answers what `perform` does. */
function machine(perform: (parameters: unknown, call: number) => unknown = () => ({ done: true })) {
  const clock = new VirtualClock();
  const wall = new VirtualClock();
  const calls: unknown[] = [];
  const closing = new AbortController();
  const ports = { clock, wall, perform: async (_: string, parameters: unknown) => {
    calls.push(parameters);
    return perform(parameters, calls.length);
  } };
  const start = (definition: MachineDefinition, input: unknown = {}): Promise<ExecutionEnd> => execute(definition, input, { Execution: { Id: 'arn:execution' }, StateMachine: { Name: 'm' } }, ports, closing.signal);
  return { clock, wall, calls, closing, start, run: (definition: MachineDefinition, input: unknown = {}) => clock.until(start(definition, input)) };
}

/** A machine of one state, or of several that begin with the first. */
const of = (states: Readonly<Record<string, State>>, more: Partial<MachineDefinition> = {}): MachineDefinition => ({ StartAt: Object.keys(states)[0] ?? '', States: states, ...more });
const one = (state: object): MachineDefinition => of({ It: state as State });
const fail = (error: string, cause = 'because') => (): never => { throw new StateFailure(error, cause); };

describe('input and output', () => {
  test.each<readonly [string, object, unknown, unknown]>([
    ['what comes in goes out', { Type: 'Succeed' }, { a: 1 }, { a: 1 }],
    ['InputPath chooses', { Type: 'Succeed', InputPath: '$.a.b' }, { a: { b: 2 } }, 2],
    ['InputPath null is an empty object', { Type: 'Succeed', InputPath: null }, { a: 1 }, {}],
    ['OutputPath chooses', { Type: 'Pass', OutputPath: '$.a', End: true }, { a: [1] }, [1]],
    ['OutputPath null is an empty object', { Type: 'Pass', OutputPath: null, End: true }, { a: 1 }, {}],
    ['Result is the output', { Type: 'Pass', Result: { x: 1 }, End: true }, { a: 1 }, { x: 1 }],
    ['ResultPath puts it beside the input', { Type: 'Pass', Result: 5, ResultPath: '$.deep.er', End: true }, { a: 1 }, { a: 1, deep: { er: 5 } }],
    ['ResultPath replaces what is there', { Type: 'Pass', Result: 5, ResultPath: '$.a', End: true }, { a: { b: 1 } }, { a: 5 }],
    ['ResultPath null throws it away', { Type: 'Pass', Result: 5, ResultPath: null, End: true }, { a: 1 }, { a: 1 }],
    ['ResultPath joins the whole input, not what InputPath has chosen', { Type: 'Pass', InputPath: '$.a', ResultPath: '$.b', End: true }, { a: 1 }, { a: 1, b: 1 }],
    ['Parameters are filled', { Type: 'Pass', Parameters: { 'x.$': '$.a', y: [{ 'z.$': "$['odd name'][1]" }], 'id.$': '$$.Execution.Id', 'state.$': '$$.State.Name' }, End: true }, { a: 1, 'odd name': [0, 7] }, { x: 1, y: [{ z: 7 }], id: 'arn:execution', state: 'It' }],
    ['null is a value like any other', { Type: 'Pass', InputPath: '$.a', End: true }, { a: null }, null],
  ])('%s', async (_, state, input, output) => {
    expect(await machine().run(one(state), input)).toEqual({ kind: 'succeeded', output });
  });

  test.each<readonly [string, object, unknown, string]>([
    ['a path that leads nowhere', { Type: 'Pass', InputPath: '$.nowhere', End: true }, {}, 'States.Runtime'],
    ['a parameter that leads nowhere', { Type: 'Pass', Parameters: { 'x.$': '$.nowhere' }, End: true }, {}, 'States.ParameterPathFailure'],
    ['a path through what every object has', { Type: 'Pass', InputPath: '$.constructor', End: true }, {}, 'States.Runtime'],
    ['a result where no object is', { Type: 'Pass', Result: 1, ResultPath: '$.a.b', End: true }, { a: 'text' }, 'States.ResultPathMatchFailure'],
    ['a result beside an input that is a list', { Type: 'Pass', Result: 1, ResultPath: '$.a', End: true }, [1], 'States.ResultPathMatchFailure'],
    ['more data than a state may have', { Type: 'Pass', Parameters: { 'a.$': '$', 'b.$': '$' }, Next: 'End' }, 'x'.repeat(200_000), 'States.DataLimitExceeded'],
  ])('%s fails the execution', async (_, state, input, error) => {
    expect(await machine().run(of({ It: state as State, ...('Next' in state ? { End: { Type: 'Succeed' } as State } : {}) }), input)).toMatchObject({ kind: 'failed', error });
  });
});

describe('Fail', () => {
  test('says what it is told to say', async () => {
    expect(await machine().run(one({ Type: 'Fail', Error: 'No', Cause: 'why not' }))).toEqual({ kind: 'failed', error: 'No', cause: 'why not' });
    expect(await machine().run(one({ Type: 'Fail', ErrorPath: '$.e', CausePath: '$.c' }), { e: 'E', c: 'C' })).toEqual({ kind: 'failed', error: 'E', cause: 'C' });
  });
});

describe('Wait', () => {
  test.each<readonly [string, object, unknown, number]>([
    ['seconds', { Seconds: 90 }, {}, 90], ['seconds from the input', { SecondsPath: '$.for' }, { for: 5 }, 5],
    ['until a moment', { Timestamp: '2026-01-05T10:00:00Z' }, {}, 3600], ['until a moment in the input', { TimestampPath: '$.at' }, { at: '2026-01-05T09:00:30Z' }, 30],
    ['not at all when the moment is over', { Timestamp: '2020-01-01T00:00:00Z' }, {}, 0],
  ])('waits %s in model time', async (_, how, input, span) => {
    const { clock, run } = machine();
    const start = clock.now();
    expect(await run(one({ Type: 'Wait', ...how, End: true }), input)).toEqual({ kind: 'succeeded', output: input });
    expect(clock.now() - start).toBe(span * 1_000);
  });

  test.each([['a text', { SecondsPath: '$.x' }, { x: 'five' }], ['less than nothing', { SecondsPath: '$.x' }, { x: -1 }], ['no moment', { TimestampPath: '$.x' }, { x: 'soon' }]])('cannot wait for %s', async (_, how, input) => {
    expect(await machine().run(one({ Type: 'Wait', ...how, End: true }), input)).toMatchObject({ kind: 'failed', error: 'States.Runtime' });
  });
});

describe('Choice', () => {
  const choice = (Choices: readonly object[], Default?: string): MachineDefinition => of({
    It: { Type: 'Choice', Choices, ...(Default === undefined ? {} : { Default }) } as State, Yes: { Type: 'Pass', Result: 'yes', End: true }, No: { Type: 'Pass', Result: 'no', End: true },
  });

  test('the first rule that holds decides, otherwise the default', async () => {
    const definition = choice([{ Variable: '$.n', NumericGreaterThan: 5, Next: 'Yes' }, { Variable: '$.n', NumericGreaterThan: 1, Next: 'No' }], 'Yes');
    expect(await Promise.all([9, 3, 0].map((n) => machine().run(definition, { n })))).toEqual(['yes', 'no', 'yes'].map((output) => ({ kind: 'succeeded', output })));
  });

  test('without a default nothing fits', async () => {
    expect(await machine().run(choice([{ Variable: '$.n', NumericEquals: 1, Next: 'Yes' }, { Variable: '$.n', NumericEquals: 2, Next: 'No' }]), { n: 3 })).toMatchObject({ kind: 'failed', error: 'States.NoChoiceMatched' });
  });

  test('what it looks at has to be there', async () => {
    expect(await machine().run(choice([{ Variable: '$.gone', StringEquals: 'x', Next: 'Yes' }], 'No'))).toMatchObject({ kind: 'failed', error: 'States.Runtime', cause: expect.stringContaining("Invalid path '$.gone'") });
  });
});

describe('Task', () => {
  test('its result goes through ResultSelector, ResultPath and OutputPath', async () => {
    const { run, calls } = machine(() => ({ Payload: { next: 'wait' }, StatusCode: 200 }));
    const state = { ...invoke, InputPath: '$.in', ResultSelector: { 'n.$': '$.Payload.next' }, ResultPath: '$.r', OutputPath: '$.r.n', End: true };
    expect(await run(one(state), { in: { a: 1 } })).toEqual({ kind: 'succeeded', output: 'wait' });
    expect(calls).toEqual([{ Payload: { a: 1 } }]);
  });

  test('a failure that nobody catches ends the execution with its own words', async () => {
    expect(await machine(fail('Lambda.Unknown', 'no idea')).run(one({ ...invoke, End: true }))).toEqual({ kind: 'failed', error: 'Lambda.Unknown', cause: 'no idea' });
  });

  test('is tried again after pauses that grow up to a limit, as often as it says', async () => {
    const { clock, run, calls } = machine(fail('Lambda.Unknown'));
    const start = clock.now();
    const times: number[] = [];
    const watched = machine(() => {
      times.push(watched.clock.now() - start);
      return fail('Lambda.Unknown')();
    });
    const state = { ...invoke, End: true, Retry: [{ ErrorEquals: ['Lambda.Unknown'], IntervalSeconds: 2, BackoffRate: 3, MaxDelaySeconds: 10, MaxAttempts: 4 }] };
    await watched.run(one(state));
    expect(times).toEqual([0, 2_000, 8_000, 18_000, 28_000]);
    expect(await run(one({ ...invoke, End: true, Retry: [{ ErrorEquals: ['States.ALL'] }] }))).toMatchObject({ kind: 'failed' });
    expect(calls).toHaveLength(4);
  });

  test('the task can see how often it was tried', async () => {
    const { run, calls } = machine((_, call) => (call < 3 ? fail('E')() : 'ok'));
    await run(one({ ...invoke, Parameters: { 'Payload.$': '$$.State.RetryCount' }, Retry: [{ ErrorEquals: ['E'] }], End: true }));
    expect(calls).toEqual([{ Payload: 0 }, { Payload: 1 }, { Payload: 2 }]);
  });

  test('each retrier counts for itself', async () => {
    const { run, calls } = machine((_, call) => fail(call % 2 === 1 ? 'A' : 'B')());
    await run(one({ ...invoke, End: true, Retry: [{ ErrorEquals: ['A'], MaxAttempts: 2 }, { ErrorEquals: ['B'], MaxAttempts: 2 }] }));
    expect(calls).toHaveLength(5);
  });

  test('tries that are used up come back when the state is entered again', async () => {
    const { run, calls } = machine((_, call) => (call === 3 ? { again: true } : call > 5 ? { again: false } : fail('E')()));
    const looping = of({
      It: { ...invoke, Retry: [{ ErrorEquals: ['E'], MaxAttempts: 2 }], Next: 'More?' } as State,
      'More?': { Type: 'Choice', Choices: [{ Variable: '$.again', BooleanEquals: true, Next: 'It' }], Default: 'Done' }, Done: { Type: 'Succeed' },
    });
    expect(await run(looping)).toMatchObject({ kind: 'succeeded' });
    expect(calls).toHaveLength(6);
  });

  const caught = (catcher: object, perform: () => never, more: object = {}): Promise<ExecutionEnd> => machine(perform).run(of({
    It: { ...invoke, ...more, Catch: [catcher], Next: 'Done' } as unknown as State, Caught: { Type: 'Succeed' }, Done: { Type: 'Fail' },
  }), { in: 1 });

  test('a caught failure becomes the input, or goes beside it, or is dropped', async () => {
    const error = { Error: 'E', Cause: 'because' };
    expect(await caught({ ErrorEquals: ['E'], Next: 'Caught' }, fail('E'))).toEqual({ kind: 'succeeded', output: error });
    expect(await caught({ ErrorEquals: ['E'], Next: 'Caught', ResultPath: '$.failure' }, fail('E'))).toEqual({ kind: 'succeeded', output: { in: 1, failure: error } });
    expect(await caught({ ErrorEquals: ['E'], Next: 'Caught', ResultPath: null }, fail('E'))).toEqual({ kind: 'succeeded', output: { in: 1 } });
  });

  test('retries come before catches', async () => {
    const { run, calls } = machine(fail('E'));
    await run(of({ It: { ...invoke, Retry: [{ ErrorEquals: ['E'], MaxAttempts: 1 }], Catch: [{ ErrorEquals: ['E'], Next: 'Done' }], Next: 'Done' } as State, Done: { Type: 'Succeed' } }));
    expect(calls).toHaveLength(2);
  });

  test.each<readonly [string, readonly string[], string, boolean]>([
    ['its own name', ['E'], 'E', true], ['another name', ['F'], 'E', false], ['States.ALL', ['States.ALL'], 'E', true], ['States.TaskFailed', ['States.TaskFailed'], 'E', true],
    ['States.TaskFailed, of a time-out', ['States.TaskFailed'], 'States.Timeout', false], ['States.ALL, of a time-out', ['States.ALL'], 'States.Timeout', true],
    ['States.ALL, of a fatal failure', ['States.ALL'], 'States.Runtime', false], ['States.ALL, of too much data', ['States.ALL'], 'States.DataLimitExceeded', false],
  ])('a failure is caught by %s or not', async (_, errors, error, isCaught) => {
    expect((await caught({ ErrorEquals: errors, Next: 'Caught' }, fail(error))).kind).toBe(isCaught ? 'succeeded' : 'failed');
  });

  test('a parameter that leads nowhere is a failure of the task', async () => {
    expect(await caught({ ErrorEquals: ['States.ParameterPathFailure'], Next: 'Caught' }, fail('E'), { Parameters: { 'Payload.$': '$.nowhere' } })).toMatchObject({ kind: 'succeeded', output: { Error: 'States.ParameterPathFailure' } });
  });

  test('a limit on a task is the machine\'s time, because what it bounds runs on this machine', async () => {
    const { wall, start, clock } = machine(() => new Promise(() => undefined));
    const running = start(one({ ...invoke, TimeoutSeconds: 30, End: true }));
    await clock.pass(hours(1));
    await wall.pass(seconds(29));
    expect(wall.sleeping).toBe(1);
    expect(await wall.until(running)).toEqual({ kind: 'failed', error: 'States.Timeout', cause: '' });
  });

  test('a task within its limit leaves no timer', async () => {
    const { wall, run } = machine();
    await run(one({ ...invoke, TimeoutSeconds: 30, End: true }));
    expect(wall.sleeping).toBe(0);
  });
});

describe('a whole execution', () => {
  const forever = of({ It: { Type: 'Wait', Seconds: 60, Next: 'Again' }, Again: { Type: 'Pass', Next: 'It' } });

  test('ends when its machine\'s limit is over', async () => {
    const { clock, run } = machine();
    const start = clock.now();
    expect(await run({ ...forever, TimeoutSeconds: 600 })).toEqual({ kind: 'timed-out' });
    expect(clock.now() - start).toBe(minutes(10));
    expect(clock.sleeping).toBe(0);
  });

  test('dies of its history when it looks again for too long', async () => {
    const end = await machine().run(of({ It: { ...invoke, Next: 'Again' } as TaskState, Again: { Type: 'Pass', Next: 'It' } }));
    expect(end).toMatchObject({ kind: 'failed', cause: expect.stringContaining('The execution reached the maximum number of history events (25000).') });
  });

  test('is given up with its region, and leaves nobody asleep', async () => {
    const { clock, closing, start } = machine();
    const running = start(forever);
    await clock.pass(minutes(5));
    closing.abort(new Error('the region is closing'));
    await expect(running).rejects.toThrow('the region is closing');
    expect(clock.sleeping).toBe(0);
  });
});
