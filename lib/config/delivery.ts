/** Whose pipeline may deploy a stage, and nobody else. */
export interface Delivery {
  /**
   * The repository on GitHub whose workflows deploy the stage: `OWNER/NAME`, or `OWNER@ID/NAME@ID` where GitHub puts ids into the subject
   * of its tokens, as it does for repositories made since July 2026
   * (https://github.blog/changelog/2026-04-23-immutable-subject-claims-for-github-actions-oidc-tokens/).
   */
  readonly repository: string;
  /** The environment of that repository in which a workflow has to run: it names who has to approve, and which branches may. */
  readonly environment: string;
  /** `own`: this stage makes GitHub's identity provider. `existing`: the account has it already, and can have only one. */
  readonly identityProvider: 'own' | 'existing';
  /** After how many days an image goes that is no release (its tag begins with `ci-`). Releases stay for ever. */
  readonly ciImageDays: number;
}
