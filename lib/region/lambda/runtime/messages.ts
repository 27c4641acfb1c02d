/** What the region tells a function's process. */
export interface Invocation {
  readonly id: string;
  readonly event: unknown;
  /** Wall time left, in milliseconds. */
  readonly timeoutMs: number;
  readonly functionName: string;
  readonly functionArn: string;
  readonly memoryMb: number;
}

/** What the process tells the region. `maxMemoryMb` is the most that it has used so far. */
export type Outcome =
  | { readonly kind: 'initialized'; readonly maxMemoryMb: number }
  | { readonly kind: 'returned'; readonly id: string; readonly value: unknown; readonly maxMemoryMb: number }
  | Threw;

export interface Threw {
  readonly kind: 'threw';
  /** Nothing when the bundle could not be loaded. */
  readonly id: string | undefined;
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace: readonly string[];
  readonly maxMemoryMb: number;
}

/** A line that says that everything before it was written before an invocation ended; it is not part of the log. */
export const endMark = (id: string): string => `\u0000${id}`;
