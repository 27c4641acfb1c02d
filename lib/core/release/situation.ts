/** What CloudFormation asks for. */
export type RequestKind = 'Create' | 'Update' | 'Delete';

/** How far one request has come; kept by the state machine between two looks. */
export type Progress =
  | { readonly at: 'starting' }
  | { readonly at: 'migrating'; readonly task: string; readonly sinceLook: number }
  | { readonly at: 'deploying'; readonly deploymentId: string; readonly sinceLook: number }
  /** A deployment was stopped or has failed, and is on its way back to blue; `andThen` says what its end means. */
  | { readonly at: 'ending'; readonly deploymentId: string; readonly because: string; readonly sinceLook: number; readonly andThen: 'fail' | 'start-over' | 'succeed' };

export interface TaskSetView {
  readonly status: 'PRIMARY' | 'ACTIVE' | 'DRAINING';
  /** It runs the very content that the request asks for. */
  readonly wanted: boolean;
  /** It runs the placeholder that a new service starts with. */
  readonly placeholder: boolean;
}

/** The deployment that this request follows. */
export type DeploymentView =
  | { readonly status: 'running'; readonly installing: boolean }
  /** Green has all traffic and its last hook has passed; blue is kept for the bake. */
  | { readonly status: 'shifted' }
  | { readonly status: 'succeeded' }
  | { readonly status: 'ended'; readonly why: string; readonly rollback: RollbackView };

export type RollbackView =
  | { readonly kind: 'none' }
  /** The group rolls back by itself, but no rollback is linked yet. */
  | { readonly kind: 'awaited' }
  | { readonly kind: 'running'; readonly id: string }
  | { readonly kind: 'ended'; readonly id: string; readonly succeeded: boolean };

export type MigrationView =
  | { readonly status: 'running' }
  | { readonly status: 'ended'; readonly exitCode: number | undefined; readonly why: string };

/** Everything that a look has found. */
export interface Situation {
  readonly request: RequestKind;
  readonly progress: Progress;
  readonly taskSets: readonly TaskSetView[];
  /** The group's unfinished deployment, whoever started it. */
  readonly active: string | undefined;
  /** The deployment that an earlier try of this very request has created, unfinished or not. */
  readonly ours: string | undefined;
  readonly deployment: DeploymentView | undefined;
  readonly migration: MigrationView | undefined;
  /** The topology on which the release was built, and the one that runs. */
  readonly topology: { readonly wanted: string; readonly running: string };
  readonly look: number;
  readonly limits: Limits;
}

export interface Limits {
  /** Looks are this far apart. */
  readonly secondsPerLook: number;
  readonly migrationsMinutes: number;
  /** How long green may take to become steady; CodeDeploy alone waits an hour. */
  readonly installMinutes: number;
  /** Less than the hour after which CloudFormation stops listening. */
  readonly totalMinutes: number;
}

export type Decision =
  | { readonly kind: 'migrate' }
  | { readonly kind: 'create-deployment'; readonly allAtOnce: boolean }
  | { readonly kind: 'follow'; readonly deploymentId: string }
  | { readonly kind: 'stop'; readonly deploymentId: string; readonly because: string; readonly andThen: 'fail' | 'start-over' | 'succeed' }
  | { readonly kind: 'await-rollback'; readonly deploymentId: string; readonly because: string }
  | { readonly kind: 'start-over' }
  | { readonly kind: 'wait' }
  | { readonly kind: 'answer'; readonly status: 'SUCCESS' | 'FAILED'; readonly reason: string };
