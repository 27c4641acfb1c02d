import { ruleProblems } from './choice-rule';
import type { Catcher, MachineDefinition, Retrier, State, TaskState, WaitState } from './definition';
import { isPath, isResultPath } from './json-path';
import { templateProblems } from './payload-template';

const IN_AND_OUT = ['Type', 'Comment', 'InputPath', 'OutputPath'];
const FOLLOW = ['Next', 'End'];
const KEYS: Readonly<Record<string, readonly string[]>> = {
  Task: [...IN_AND_OUT, ...FOLLOW, 'ResultPath', 'Parameters', 'ResultSelector', 'Resource', 'TimeoutSeconds', 'Retry', 'Catch'],
  Pass: [...IN_AND_OUT, ...FOLLOW, 'ResultPath', 'Parameters', 'Result'],
  Wait: [...IN_AND_OUT, ...FOLLOW, 'Seconds', 'SecondsPath', 'Timestamp', 'TimestampPath'],
  Choice: [...IN_AND_OUT, 'Choices', 'Default'],
  Succeed: IN_AND_OUT,
  Fail: ['Type', 'Comment', 'Error', 'ErrorPath', 'Cause', 'CausePath'],
};
const MACHINE_KEYS = ['Comment', 'Version', 'StartAt', 'States', 'TimeoutSeconds'];
const RETRIER_KEYS = ['ErrorEquals', 'IntervalSeconds', 'MaxAttempts', 'BackoffRate', 'MaxDelaySeconds', 'JitterStrategy', 'Comment'];
const CATCHER_KEYS = ['ErrorEquals', 'Next', 'ResultPath', 'Comment'];
const INVOKE_KEYS = ['FunctionName', 'FunctionName.$', 'Payload', 'Payload.$'];

export const LAMBDA_INVOKE = 'arn:aws:states:::lambda:invoke';

/** A function named by its ARN gets the state's input and gives the state's result, without anything around them. */
export const isFunction = (resource: string): boolean => /^arn:aws:lambda:[^:]+:\d+:function:[^:]+(:[^:]+)?$/.test(resource);

/** Everything in a definition that is wrong, or that the region could not run; an empty list means all of it is understood. */
export function definitionProblems(definition: MachineDefinition): readonly string[] {
  const states = Object.entries(definition.States ?? {});
  if (states.length === 0) return ['a machine without States'];
  const known = new Set(states.map(([name]) => name));
  return [
    ...unknownKeys(definition, MACHINE_KEYS, 'the machine'),
    ...(definition.Version === undefined || definition.Version === '1.0' ? [] : [`Version ${JSON.stringify(definition.Version)}`]),
    ...(known.has(definition.StartAt) ? [] : [`StartAt ${JSON.stringify(definition.StartAt)}, which is no state`]),
    ...states.flatMap(([name, state]) => stateProblems(name, state)),
    ...states.flatMap(([name, state]) => nextOf(state).filter((next) => !known.has(next)).map((next) => `${name} goes to ${next}, which is no state`)),
    ...unreachable(definition).map((name) => `${name}, which no state goes to`),
  ];
}

function stateProblems(name: string, state: State): readonly string[] {
  const keys = KEYS[state.Type];
  if (keys === undefined) return [`state type ${String((state as { readonly Type: unknown }).Type)} of ${name}`];
  return [
    ...unknownKeys(state, keys, name), ...pathProblems(name, state),
    ...('Next' in state || 'End' in state || ['Task', 'Pass', 'Wait'].includes(state.Type) ? endProblems(name, state as { readonly Next?: string; readonly End?: boolean }) : []),
    ...(state.Type === 'Task' ? taskProblems(name, state) : []),
    ...(state.Type === 'Pass' ? templateProblems(state.Parameters, `Parameters of ${name}`) : []),
    ...(state.Type === 'Wait' ? waitProblems(name, state) : []),
    ...(state.Type === 'Choice' ? choiceProblems(name, state.Choices) : []),
  ];
}

const endProblems = (name: string, { Next, End }: { readonly Next?: string; readonly End?: boolean }): readonly string[] =>
  ((Next === undefined) === (End === true) ? [] : [`${name}, which needs either Next or "End": true`]);

function pathProblems(name: string, state: State): readonly string[] {
  const paths = Object.entries(state).filter(([key, value]) => key.endsWith('Path') && value !== null);
  return paths.filter(([key, value]) => !(key === 'ResultPath' ? isResultPath(value) : isPath(value))).map(([key, value]) => `the path ${JSON.stringify(value)} in ${key} of ${name}`);
}

function taskProblems(name: string, { Resource, Parameters, ResultSelector, TimeoutSeconds, Retry = [], Catch = [] }: TaskState): readonly string[] {
  if (Resource !== LAMBDA_INVOKE && !isFunction(Resource)) return [`resource ${Resource} of ${name}`];
  return [
    ...(isFunction(Resource) ? [] : invokeProblems(name, Parameters)),
    ...templateProblems(Parameters, `Parameters of ${name}`), ...templateProblems(ResultSelector, `ResultSelector of ${name}`),
    ...(TimeoutSeconds === undefined || isCount(TimeoutSeconds, 1) ? [] : [`TimeoutSeconds ${JSON.stringify(TimeoutSeconds)} of ${name}`]),
    ...Retry.flatMap((retrier, index) => retrierProblems(retrier, `Retry of ${name}`, index === Retry.length - 1)),
    ...Catch.flatMap((catcher, index) => catcherProblems(catcher, `Catch of ${name}`, index === Catch.length - 1)),
  ];
}

const invokeProblems = (name: string, parameters: unknown): readonly string[] => [
  ...unknownKeys((parameters ?? {}) as object, INVOKE_KEYS, `Parameters of ${name}`),
  ...(['FunctionName', 'FunctionName.$'].some((key) => Object.hasOwn((parameters ?? {}) as object, key)) ? [] : [`Parameters of ${name} without FunctionName`]),
];

function retrierProblems(retrier: Retrier & { readonly JitterStrategy?: string }, where: string, isLast: boolean): readonly string[] {
  const { IntervalSeconds = 1, MaxAttempts = 3, BackoffRate = 2, MaxDelaySeconds, JitterStrategy = 'NONE' } = retrier;
  return [
    ...unknownKeys(retrier, RETRIER_KEYS, where), ...errorProblems(retrier.ErrorEquals, where, isLast),
    ...(isCount(IntervalSeconds, 1) ? [] : [`IntervalSeconds ${JSON.stringify(IntervalSeconds)} in ${where}`]),
    ...(isCount(MaxAttempts, 0) ? [] : [`MaxAttempts ${JSON.stringify(MaxAttempts)} in ${where}`]),
    ...(typeof BackoffRate === 'number' && BackoffRate >= 1 ? [] : [`BackoffRate ${JSON.stringify(BackoffRate)} in ${where}`]),
    ...(MaxDelaySeconds === undefined || (isCount(MaxDelaySeconds, 1) && MaxDelaySeconds > IntervalSeconds) ? [] : [`MaxDelaySeconds ${JSON.stringify(MaxDelaySeconds)} in ${where}`]),
    ...(JitterStrategy === 'NONE' ? [] : [`JitterStrategy ${JitterStrategy} in ${where}`]),
  ];
}

const catcherProblems = (catcher: Catcher, where: string, isLast: boolean): readonly string[] => [
  ...unknownKeys(catcher, CATCHER_KEYS, where), ...errorProblems(catcher.ErrorEquals, where, isLast),
  ...(catcher.ResultPath === undefined || catcher.ResultPath === null || isResultPath(catcher.ResultPath) ? [] : [`the path ${JSON.stringify(catcher.ResultPath)} in ${where}`]),
];

/** `States.ALL` stands alone, and last. */
function errorProblems(errors: readonly string[], where: string, isLast: boolean): readonly string[] {
  if (!Array.isArray(errors) || errors.length === 0) return [`${where} without ErrorEquals`];
  return errors.includes('States.ALL') && (errors.length > 1 || !isLast) ? [`States.ALL in ${where}, where it is not alone and last`] : [];
}

function waitProblems(name: string, state: WaitState): readonly string[] {
  const given = (['Seconds', 'SecondsPath', 'Timestamp', 'TimestampPath'] as const).filter((key) => state[key] !== undefined);
  if (given.length !== 1) return [`${name}, which needs one of Seconds, SecondsPath, Timestamp and TimestampPath`];
  if (state.Seconds !== undefined && !isCount(state.Seconds, 0)) return [`Seconds ${JSON.stringify(state.Seconds)} of ${name}`];
  return state.Timestamp !== undefined && Number.isNaN(Date.parse(state.Timestamp)) ? [`Timestamp ${JSON.stringify(state.Timestamp)} of ${name}`] : [];
}

function choiceProblems(name: string, choices: Extract<State, { Type: 'Choice' }>['Choices']): readonly string[] {
  if (!Array.isArray(choices) || choices.length === 0) return [`${name} without Choices`];
  return choices.flatMap((rule: (typeof choices)[number]) => [...ruleProblems(rule, name), ...(rule.Next === undefined ? [`a choice of ${name} without Next`] : [])]);
}

function unreachable({ StartAt, States }: MachineDefinition): readonly string[] {
  const reached = new Set([StartAt]);
  for (const name of reached) {
    const state = States[name];
    for (const next of state === undefined ? [] : nextOf(state)) reached.add(next);
  }
  return Object.keys(States).filter((name) => !reached.has(name));
}

function nextOf(state: State): readonly string[] {
  if (state.Type === 'Choice') return [...(state.Choices ?? []).flatMap(({ Next }) => Next ?? []), ...(state.Default === undefined ? [] : [state.Default])];
  const caught = state.Type === 'Task' ? (state.Catch ?? []).map(({ Next }) => Next) : [];
  return 'Next' in state && state.Next !== undefined ? [state.Next, ...caught] : caught;
}

const isCount = (value: unknown, least: number): value is number => Number.isInteger(value) && (value as number) >= least && (value as number) <= 99_999_999;

const unknownKeys = (entry: object, known: readonly string[], of: string): readonly string[] => Object.keys(entry).filter((key) => !known.includes(key)).map((key) => `${key} of ${of}`);
