/**
 * An error as an AWS service answers it: a name that clients match on, and a text.
 *
 * `code` is the exception's name on the wire, such as `DeploymentDoesNotExistException`.
 */
export class ServiceError extends Error {
  /** What the answer holds beside its name and message; nothing with most errors. */
  readonly fields: Readonly<Record<string, unknown>> = {};

  constructor(
    readonly code: string,
    message: string,
    /** Status of the HTTP answer; 5xx are the ones that clients try again. */
    readonly status = 400,
  ) {
    super(message);
    this.name = code;
  }
}

export const isServiceError = (thrown: unknown): thrown is ServiceError => thrown instanceof ServiceError;

/** What went wrong, in one line, whatever was thrown. */
export const reasonOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));
