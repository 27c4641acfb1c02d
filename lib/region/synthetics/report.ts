/** One step of a run, as the library saw it. */
export interface StepReport {
  readonly name: string;
  readonly failure: string | undefined;
  /** Wall milliseconds. */
  readonly durationMs: number;
}

/** One run of a canary. */
export interface RunReport {
  readonly steps: readonly StepReport[];
  /** HTTP statuses of all requests that were answered. */
  readonly statuses: readonly number[];
  /** Why the run failed; `undefined` when it succeeded. */
  readonly failure: string | undefined;
}
