/** A stage and the account that it lives in. */
export interface Identity {
  readonly stage: string;
  readonly account: string;
}

/** The task is about to serve one environment with the parts of another. It must not, and trying again cannot help. */
export class IdentityMismatch extends Error {
  override readonly name = 'IdentityMismatch';

  constructor(readonly disagreements: readonly string[]) {
    super(`this task belongs to another environment: ${disagreements.join('; ')}`);
  }
}
