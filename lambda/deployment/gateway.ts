import type { Artifact, Fact } from '../../lib/core/ledger/fact';
import type { WorkerService } from '../../lib/core/release/retired-workers';
import type { ActiveDeployment, MigrationView, TaskSetView, DeploymentView } from '../../lib/core/release/situation';

/** One running or finished task set of the service. */
export interface RunningTaskSet {
  readonly status: TaskSetView['status'];
  readonly taskDefinition: string;
  /** The deployment that has created it. */
  readonly broughtBy: string | undefined;
}

export interface DefinitionView {
  readonly content: string;
  readonly placeholder: boolean;
  /** The release that says it is this one; none for the placeholder. */
  readonly release: string | undefined;
  /** What each container runs, as it says; what it does not say is empty. */
  readonly artifacts: readonly Artifact[];
}

/** The lease on the queue of a service, by which one release at a time may consume it. */
export interface Lease {
  readonly release: string;
  readonly epoch: number;
}

/** The queue of a service that has one: who consumes it. Every method throws what the SDK throws. */
export interface QueueGateway {
  lease(): Promise<Lease | undefined>;
  /** Moves the lease on, under the next epoch; when it is not what it was `after`, somebody was first, and nothing happens. */
  moveLease(to: string, after: number | undefined): Promise<void>;
  /** The workers of all releases. */
  workers(): Promise<readonly WorkerService[]>;
  endWorkers(service: string): Promise<void>;
}

/** The ledger of the service, as far as releasing needs it. Every method throws what the SDK throws. */
export interface Book {
  /** Every reason why one of these may not run here, each once. */
  doubts(artifacts: readonly Artifact[]): Promise<readonly string[]>;
  /** Writes it down, unless it is there already. */
  say(fact: Fact): Promise<void>;
}

/** What CloudFormation does with a stack. */
export interface StackState {
  /** Such as `UPDATE_IN_PROGRESS`. */
  readonly status: string;
  /** Tells one update from another, and stays the same when it is taken back: the id of the event with which it began. */
  readonly update: string;
}

/** What the deployment function asks of AWS, in its own words. Every method throws what the SDK throws. */
export interface Gateway {
  taskSets(): Promise<readonly RunningTaskSet[]>;
  definition(taskDefinition: string): Promise<DefinitionView>;
  /** The group's unfinished deployment. */
  activeDeployment(): Promise<(Omit<ActiveDeployment, 'ofThisUpdate'> & { readonly description: string }) | undefined>;
  stack(id: string): Promise<StackState>;
  /** The deployment that was created with this description, however it stands; only the group's newest ones are looked at. */
  deploymentDescribed(description: string): Promise<string | undefined>;
  deployment(id: string): Promise<DeploymentView>;
  /** Starts the migration task; the same token gives the same task. */
  startMigration(taskDefinition: string, token: string): Promise<string>;
  migration(task: string): Promise<MigrationView>;
  /** `alarms` watch it in place of those of its group. */
  createDeployment(request: { readonly appSpec: string; readonly description: string; readonly allAtOnce: boolean; readonly alarms?: readonly string[] }): Promise<string>;
  /** Stops with rollback; a deployment that has ended already is left as it is. */
  stopDeployment(id: string): Promise<void>;
  startMachine(name: string, input: string): Promise<void>;
}
