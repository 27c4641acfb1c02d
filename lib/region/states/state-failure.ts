/** Something that failed, by its name in the States Language: https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html */
export class StateFailure extends Error {
  constructor(readonly error: string, override readonly cause: string) {
    super(`${error}: ${cause}`);
    this.name = 'StateFailure';
  }
}

/** Nobody can retry or catch these by `States.ALL`. */
export const isFatal = (error: string): boolean => error === 'States.Runtime' || error === 'States.DataLimitExceeded';
