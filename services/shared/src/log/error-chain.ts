/** An error as the log shows it, with what caused it. */
export interface LoggedError {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly constraint?: string;
  readonly routine?: string;
  readonly stack?: readonly string[];
  readonly cause?: LoggedError;
}

/** Deep enough for every cause of ours, and an end for one that is its own cause. */
const DEEPEST = 6;

/**
 * Tells an error and its causes. PostgreSQL's `detail` and `where` stay out, since they quote rows, and rows are about
 * people; so do all fields that are not named here.
 */
export function errorChain(error: unknown, depth = 1): LoggedError {
  if (!(error instanceof Error)) return { name: typeof error, message: String(error) };
  const { code, constraint, routine } = error as Partial<Record<'code' | 'constraint' | 'routine', unknown>>;
  return {
    name: error.name,
    message: error.message,
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof constraint === 'string' ? { constraint } : {}),
    ...(typeof routine === 'string' ? { routine } : {}),
    ...(error.stack === undefined ? {} : { stack: error.stack.split('\n').slice(1, 6).map((line) => line.trim()) }),
    ...(error.cause === undefined || depth === DEEPEST ? {} : { cause: errorChain(error.cause, depth + 1) }),
  };
}
