/** The part of the Amazon States Language that the region runs: https://states-language.net/ */
export interface MachineDefinition {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
  readonly TimeoutSeconds?: number;
}

interface Paths {
  readonly InputPath?: string;
  readonly OutputPath?: string;
  readonly ResultPath?: string | null;
  readonly Parameters?: unknown;
  readonly ResultSelector?: unknown;
}

interface Follow {
  readonly Next?: string;
  readonly End?: boolean;
}

export type State =
  | (Paths & Follow & { readonly Type: 'Task'; readonly Resource: string; readonly TimeoutSeconds?: number; readonly Retry?: readonly Retrier[]; readonly Catch?: readonly Catcher[] })
  | (Paths & Follow & { readonly Type: 'Pass'; readonly Result?: unknown })
  | (Follow & { readonly Type: 'Wait'; readonly Seconds?: number; readonly SecondsPath?: string })
  | { readonly Type: 'Choice'; readonly Choices: readonly Choice[]; readonly Default?: string }
  | { readonly Type: 'Succeed' }
  | { readonly Type: 'Fail'; readonly Error?: string; readonly Cause?: string };

export interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds?: number;
  readonly MaxAttempts?: number;
  readonly BackoffRate?: number;
  readonly MaxDelaySeconds?: number;
}

export interface Catcher {
  readonly ErrorEquals: readonly string[];
  readonly Next: string;
  readonly ResultPath?: string;
}

export interface Choice {
  readonly Variable: string;
  readonly Next: string;
  readonly StringEquals?: string;
  readonly BooleanEquals?: boolean;
  readonly NumericGreaterThanEquals?: number;
}

const TYPES = new Set(['Task', 'Pass', 'Wait', 'Choice', 'Succeed', 'Fail']);
const KEYS = new Set([
  'Type', 'Comment', 'InputPath', 'OutputPath', 'ResultPath', 'Parameters', 'ResultSelector', 'Next', 'End', 'Resource', 'TimeoutSeconds', 'Retry', 'Catch',
  'Result', 'Seconds', 'SecondsPath', 'Choices', 'Default', 'Error', 'Cause',
]);
const CHOICE_KEYS = new Set(['Variable', 'Next', 'StringEquals', 'BooleanEquals', 'NumericGreaterThanEquals', 'Comment']);
const RESOURCES = new Set(['arn:aws:states:::lambda:invoke']);

/** Everything in the definition that the region could not run; an empty list means all of it is understood. */
export function unsupportedStates(definition: MachineDefinition): readonly string[] {
  const states = Object.entries(definition.States);
  const known = new Set(Object.keys(definition.States));
  return states.flatMap(([name, state]) => [
    ...(TYPES.has(state.Type) ? [] : [`state type ${state.Type} of ${name}`]),
    ...Object.keys(state).filter((key) => !KEYS.has(key)).map((key) => `${key} of state ${name}`),
    ...(state.Type === 'Task' && !RESOURCES.has(state.Resource) ? [`resource ${state.Resource} of state ${name}`] : []),
    ...(state.Type === 'Choice' ? state.Choices.flatMap((choice) => Object.keys(choice).filter((key) => !CHOICE_KEYS.has(key)).map((key) => `${key} in a choice of ${name}`)) : []),
    ...nextOf(state).filter((next) => !known.has(next)).map((next) => `${name} goes to ${next}, which is no state`),
  ]);
}

function nextOf(state: State): readonly string[] {
  if (state.Type === 'Choice') return [...state.Choices.map(({ Next }) => Next), ...(state.Default === undefined ? [] : [state.Default])];
  const caught = state.Type === 'Task' ? (state.Catch ?? []).map(({ Next }) => Next) : [];
  return 'Next' in state && state.Next !== undefined ? [state.Next, ...caught] : caught;
}
