/** The part of the Amazon States Language that the region runs, with JSONPath: https://states-language.net/ */
export interface MachineDefinition {
  readonly Comment?: string;
  readonly Version?: string;
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
  /** How long an execution may take, in model time. */
  readonly TimeoutSeconds?: number;
}

/** `null` stands for an empty object. */
interface InAndOut {
  readonly InputPath?: string | null;
  readonly OutputPath?: string | null;
}

interface Result {
  /** `null` throws the result away. */
  readonly ResultPath?: string | null;
  readonly Parameters?: unknown;
}

interface Follow {
  readonly Next?: string;
  readonly End?: boolean;
}

export type State = TaskState | PassState | WaitState | ChoiceState | SucceedState | FailState;

export interface TaskState extends InAndOut, Result, Follow {
  readonly Type: 'Task';
  readonly Resource: string;
  readonly ResultSelector?: unknown;
  readonly TimeoutSeconds?: number;
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly Catcher[];
}

export interface PassState extends InAndOut, Result, Follow {
  readonly Type: 'Pass';
  readonly Result?: unknown;
}

export interface WaitState extends InAndOut, Follow {
  readonly Type: 'Wait';
  readonly Seconds?: number;
  readonly SecondsPath?: string;
  readonly Timestamp?: string;
  readonly TimestampPath?: string;
}

export interface ChoiceState extends InAndOut {
  readonly Type: 'Choice';
  readonly Choices: readonly ChoiceRule[];
  readonly Default?: string;
}

export interface SucceedState extends InAndOut {
  readonly Type: 'Succeed';
}

export interface FailState {
  readonly Type: 'Fail';
  readonly Error?: string;
  readonly ErrorPath?: string;
  readonly Cause?: string;
  readonly CausePath?: string;
}

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
  readonly ResultPath?: string | null;
}

/** One comparison, or several joined; `Next` only at the top. */
export interface ChoiceRule {
  readonly Next?: string;
  readonly Variable?: string;
  readonly And?: readonly ChoiceRule[];
  readonly Or?: readonly ChoiceRule[];
  readonly Not?: ChoiceRule;
  readonly [comparison: string]: unknown;
}
