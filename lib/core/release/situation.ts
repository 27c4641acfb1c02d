import type { Checked } from '../checked';
import type { Fix } from './fix';
import type { Expected, Inspection } from './inspection';

/** What CloudFormation asks for. */
export type RequestKind = 'Create' | 'Update' | 'Delete';

/** How far one request has come; kept by the state machine between two looks. */
export type Progress =
  | { readonly at: 'starting' }
  | { readonly at: 'migrating'; readonly task: string; readonly sinceLook: number }
  | { readonly at: 'deploying'; readonly deploymentId: string; readonly sinceLook: number }
  /** A deployment was stopped or has failed, and is on its way back to blue; `andThen` says what its end means. */
  | { readonly at: 'ending'; readonly deploymentId: string; readonly because: string; readonly sinceLook: number; readonly andThen: AndThen }
  /** The request is answered; the deployment is followed until its bake is over, because a rollback takes the queue back with it. */
  | { readonly at: 'baking'; readonly deploymentId: string };

/** What the end of a deployment means for the request; `end`: nothing, it was answered before. */
export type AndThen = 'fail' | 'start-over' | 'succeed' | 'end';

/** Who may consume the queue of a service that has one. */
export interface LeaseView {
  /** The release that has the lease; nobody before the first release. */
  readonly holder: string | undefined;
  /** Of the lease as it was seen; whoever moves it on does so only if it is still the same. */
  readonly epoch: number | undefined;
  /** The release that the request asks for. */
  readonly wanted: string;
  /** The release that customers are served by; none while that is the placeholder. */
  readonly live: string | undefined;
}

export interface TaskSetView {
  readonly status: 'PRIMARY' | 'ACTIVE' | 'DRAINING';
  /** It runs the very content that the request asks for. */
  readonly wanted: boolean;
  /** It runs the placeholder that a new service starts with. */
  readonly placeholder: boolean;
  /** The deployment that has created it; none for that of a service that was never deployed to. */
  readonly broughtBy: string | undefined;
}

/**
 * The stack of a request: it goes `forward` with it, or `back` to what it was; `over`: CloudFormation does not wait for the request any
 * more, because its update has ended, or another one has begun.
 */
export type StackView = 'forward' | 'back' | 'over';

/** A deployment that has not ended, whoever started it. */
export interface ActiveDeployment {
  readonly id: string;
  /** CodeDeploy is taking another deployment back with it. */
  readonly isRollback: boolean;
  /** It was created for a request of the same stack, during the update that the request belongs to. */
  readonly ofThisUpdate: boolean;
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
  /** @default - it goes forward, or did: nothing more is asked once something is deployed for the request */
  readonly stack?: StackView;
  readonly taskSets: readonly TaskSetView[];
  /** The group's unfinished deployment. */
  readonly active: ActiveDeployment | undefined;
  /** The deployment that an earlier try of this very request has created, unfinished or not. */
  readonly ours: string | undefined;
  readonly deployment: DeploymentView | undefined;
  readonly migration: MigrationView | undefined;
  /** Whether the release brings migrations. */
  readonly migrates: boolean;
  /** Undefined for a service without a queue. */
  readonly lease: LeaseView | undefined;
  /** The topology on which the release was built, and the one that runs. */
  readonly topology: { readonly wanted: string; readonly running: string };
  /** @default - nothing more is asked before a release */
  readonly preflight?: PreflightView;
  /** What the ledger says of the release. @default - no ledger is asked, and none is kept */
  readonly provenance?: ProvenanceView;
  /** What the release says about alarms that it is allowed to find red. @default - nothing */
  readonly fix?: Checked<Fix | undefined>;
  readonly look: number;
  readonly limits: Limits;
}

/** What is asked before a release changes anything. */
export interface PreflightView {
  readonly expected: Expected;
  /** Whether green is probed before it gets customers. */
  readonly probed: boolean;
  /** `undefined`: nobody has looked yet. */
  readonly seen: Inspection | undefined;
}

/** Whether CI has built what is to be deployed, and the stage before has vouched for it. */
export interface ProvenanceView {
  /** Every reason to doubt it; `undefined`: nobody has looked yet. */
  readonly doubts: readonly string[] | undefined;
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
  /** Looks at what a release depends on; what comes next is decided with that. */
  | { readonly kind: 'inspect' }
  | { readonly kind: 'migrate' }
  /** `alarms` are those that watch it, where these are not all of its group. */
  | { readonly kind: 'create-deployment'; readonly allAtOnce: boolean; readonly alarms?: readonly string[] }
  | { readonly kind: 'follow'; readonly deploymentId: string }
  | { readonly kind: 'stop'; readonly deploymentId: string; readonly because: string; readonly andThen: AndThen }
  | { readonly kind: 'await-rollback'; readonly deploymentId: string; readonly because: string; readonly andThen: AndThen }
  | { readonly kind: 'start-over' }
  | { readonly kind: 'wait' }
  /** Lets another release consume the queue, unless somebody has moved the lease since `after`. */
  | { readonly kind: 'move-lease'; readonly to: string; readonly after: number | undefined }
  /** `bakes` is the deployment that is to be followed on, after the answer. */
  | { readonly kind: 'answer'; readonly status: 'SUCCESS' | 'FAILED'; readonly reason: string; readonly bakes?: string }
  /** The bake is over: the workers that only a rollback would have needed are ended. */
  | { readonly kind: 'retire-workers' }
  /** There is nothing left to follow, and the answer was given before. */
  | { readonly kind: 'end' };
