import type { Gateway } from '../../../lambda/deployment/gateway';
import type { Artifact } from '../../../lib/core/ledger/fact';
import type { DeploymentView } from '../../../lib/core/release/situation';

interface FakeDeployment {
  readonly id: string;
  readonly description: string;
  readonly taskDefinition: string;
  readonly allAtOnce: boolean;
  view: DeploymentView;
}

/** A service and its deployments, as far as the deployment function sees them. Contents are the names of task definitions up to a colon. */
export class FakeAws {
  readonly deployments: FakeDeployment[] = [];
  readonly migrations = new Map<string, number | undefined>();
  readonly started: { readonly name: string; readonly input: string }[] = [];
  readonly stopped: string[] = [];
  primary: string | undefined = 'r1:1';
  /** What the release that bakes has replaced. */
  blue: string | undefined;
  placeholder = false;
  stackStatus = 'UPDATE_IN_PROGRESS';
  /** The event with which it began. */
  update = 'update-1';
  /** Thrown by the next calls, one each. */
  troubles: Error[] = [];

  get active(): FakeDeployment | undefined {
    return this.deployments.find(({ view }) => view.status === 'running' || view.status === 'shifted');
  }

  /** Task definitions are named after their release. */
  private releaseOf(taskDefinition: string): string | undefined {
    return this.placeholder && taskDefinition === this.primary ? undefined : taskDefinition.split(':')[0];
  }

  private artifactOf(taskDefinition: string): Artifact {
    return { release: this.releaseOf(taskDefinition) ?? '', workload: 'a'.repeat(64), image: `:${this.releaseOf(taskDefinition)}` };
  }

  /** Everything goes well, as far as the world is concerned. */
  shift(): void {
    const { active } = this;
    if (active === undefined) throw new Error('nothing is being deployed');
    active.view = { status: 'shifted' };
    this.blue = this.primary;
    this.primary = active.taskDefinition;
  }

  fail(why: string): void {
    const { active } = this;
    if (active === undefined) throw new Error('nothing is being deployed');
    active.view = { status: 'ended', why, rollback: { kind: 'ended', id: 'd-back', succeeded: true } };
  }

  readonly gateway: Gateway = {
    taskSets: () => this.call(() => [
      ...(this.primary === undefined ? [] : [{ status: 'PRIMARY' as const, taskDefinition: this.primary, broughtBy: this.active?.view.status === 'shifted' ? this.active.id : undefined }]),
      ...(this.active?.view.status === 'shifted' && this.blue !== undefined ? [{ status: 'ACTIVE' as const, taskDefinition: this.blue, broughtBy: undefined }] : []),
    ]),
    definition: (taskDefinition) => this.call(() => ({ content: taskDefinition.split(':')[0] ?? '', placeholder: this.placeholder && taskDefinition === this.primary, release: this.releaseOf(taskDefinition), artifacts: [this.artifactOf(taskDefinition)] })),
    activeDeployment: () => this.call(() => this.active && { id: this.active.id, isRollback: false, description: this.active.description }),
    stack: () => this.call(() => ({ status: this.stackStatus, update: this.update })),
    deploymentDescribed: (description) => this.call(() => this.deployments.find((one) => one.description === description)?.id),
    deployment: (id) => this.call(() => this.deployments.find((one) => one.id === id)?.view as DeploymentView),
    startMigration: (_, token) => this.call(() => {
      if (!this.migrations.has(token)) this.migrations.set(token, undefined);
      return token;
    }),
    migration: (task) => this.call(() => {
      const exitCode = this.migrations.get(task);
      return exitCode === undefined ? { status: 'running' as const } : { status: 'ended' as const, exitCode, why: `exit code ${exitCode}` };
    }),
    createDeployment: ({ appSpec, description, allAtOnce }) => this.call(() => {
      if (this.active !== undefined) throw Object.assign(new Error(`already has an active Deployment '${this.active.id}'`), { name: 'DeploymentLimitExceededException' });
      const [, taskDefinition = ''] = /"TaskDefinition":"([^"]+)"/.exec(appSpec) ?? [];
      const id = `d-${this.deployments.length + 1}`;
      this.deployments.push({ id, description, taskDefinition, allAtOnce, view: { status: 'running', installing: true } });
      return id;
    }),
    stopDeployment: (id) => this.call(() => {
      this.stopped.push(id);
      const one = this.deployments.find((candidate) => candidate.id === id);
      if (one !== undefined && one.view.status !== 'ended') {
        if (one.view.status === 'shifted') this.primary = 'r1:1';
        one.view = { status: 'ended', why: 'stopped: MANUAL_STOP', rollback: { kind: 'ended', id: `${id}-back`, succeeded: true } };
      }
    }),
    startMachine: (name, input) => this.call(() => void this.started.push({ name, input })),
  };

  private async call<T>(work: () => T): Promise<T> {
    const trouble = this.troubles.shift();
    if (trouble !== undefined) throw trouble;
    return work();
  }
}
