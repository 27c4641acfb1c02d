import type { MigrationView, TaskSetView, DeploymentView } from '../../lib/core/release/situation';

/** One running or finished task set of the service. */
export interface RunningTaskSet {
  readonly status: TaskSetView['status'];
  readonly taskDefinition: string;
}

export interface DefinitionView {
  readonly content: string;
  readonly placeholder: boolean;
}

/** What the deployment function asks of AWS, in its own words. Every method throws what the SDK throws. */
export interface Gateway {
  taskSets(): Promise<readonly RunningTaskSet[]>;
  definition(taskDefinition: string): Promise<DefinitionView>;
  /** The group's unfinished deployment. */
  activeDeployment(): Promise<string | undefined>;
  /** The deployment that was created with this description, however it stands; only the group's newest ones are looked at. */
  deploymentDescribed(description: string): Promise<string | undefined>;
  deployment(id: string): Promise<DeploymentView>;
  /** Starts the migration task; the same token gives the same task. */
  startMigration(taskDefinition: string, token: string): Promise<string>;
  migration(task: string): Promise<MigrationView>;
  createDeployment(request: { readonly appSpec: string; readonly description: string; readonly allAtOnce: boolean }): Promise<string>;
  /** Stops with rollback; a deployment that has ended already is left as it is. */
  stopDeployment(id: string): Promise<void>;
  startMachine(name: string, input: string): Promise<void>;
}
