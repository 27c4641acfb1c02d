import { isTripped, type CircuitBreaker } from '../../core/rolling/circuit-breaker';
import { nextSizes, type Fleet, type RollingPolicy } from '../../core/rolling/next-sizes';
import type { Clock } from '../../core/time';
import type { Instant } from '../../core/units';
import type { TaskDefinition } from './task-definition';
import type { TaskSet } from './task-set';

export type RollingSettings = Omit<RollingPolicy, 'desired'> & { readonly breaker: CircuitBreaker };

export interface RollingPorts {
  readonly clock: Clock;
  readonly desired: () => number;
  /** Makes an empty set of tasks. */
  readonly create: (definition: TaskDefinition) => TaskSet;
  /** Takes a set without tasks out of the service. */
  readonly remove: (taskSet: TaskSet) => void;
}

/** What ECS calls a deployment: tasks of one definition, and how far they are. */
export interface RollingDeployment {
  readonly taskSet: TaskSet;
  readonly createdAt: Instant;
  rollout: 'IN_PROGRESS' | 'COMPLETED' | 'FAILED';
  reason: string;
}

/** How a deployment ended for whoever waits for it. */
export type Settled = { readonly is: 'completed' } | { readonly is: 'failed'; readonly reason: string };

/** Rolling updates: the tasks of a service are replaced as `nextSizes` has it, each step when the one before has come true. */
export class Rolling {
  /** The primary first; the others make room for it. */
  private all: RollingDeployment[] = [];
  private completed: TaskDefinition | undefined;
  private looking = false;
  private readonly watchers = new Set<() => void>();

  constructor(private readonly ports: RollingPorts, public settings: RollingSettings) {}

  get deployments(): readonly RollingDeployment[] {
    return this.all;
  }

  /** Rolls the definition out; nothing to do when it is what is being rolled out already, unless it is forced. */
  deploy(definition: TaskDefinition, force = false): void {
    const { primary } = this;
    if (!force && primary?.taskSet.about.definition === definition && primary.rollout !== 'FAILED') {
      // Another number of tasks is waited for like another definition.
      if (primary.taskSet.desired !== this.ports.desired()) primary.rollout = 'IN_PROGRESS';
      return this.look();
    }
    this.begin(definition, 'ECS deployment in progress.');
    this.look();
  }

  /** Resolves when the primary deployment has ended one way or the other. */
  settled(): Promise<Settled> {
    const awaited = this.primary;
    return new Promise((resolve) => {
      const tell = (): void => {
        if (awaited === undefined || awaited.rollout === 'IN_PROGRESS') return;
        this.watchers.delete(tell);
        resolve(awaited.rollout === 'COMPLETED' ? { is: 'completed' } : { is: 'failed', reason: awaited.reason });
      };
      this.watchers.add(tell);
      tell();
    });
  }

  /** Does the next step, if its time has come. */
  look(): void {
    // A step changes tasks, and every change of a task asks for a look.
    if (this.looking) return;
    this.looking = true;
    try {
      for (let changed = true; changed;) changed = this.step();
    } finally {
      this.looking = false;
    }
    for (const tell of [...this.watchers]) tell();
  }

  private get primary(): RollingDeployment | undefined {
    return this.all[0];
  }

  private step(): boolean {
    const { primary } = this;
    if (primary === undefined) return false;
    this.forgetEmpty();
    const desired = this.ports.desired();
    if (primary.rollout === 'IN_PROGRESS' && isTripped(this.settings.breaker, desired, primary.taskSet.failures)) return this.giveUp(primary);
    // Without a deployment to go back to nothing new is started any more.
    if (primary.rollout === 'FAILED') return resized(primary.taskSet, Math.min(primary.taskSet.desired, primary.taskSet.healthy()));
    const old = this.all.slice(1);
    const sizes = nextSizes({ ...this.settings, desired }, together(old), fleetOf(primary.taskSet));
    const changed = [resized(primary.taskSet, sizes.fresh), ...share(sizes.old, old)].some(Boolean);
    if (primary.rollout === 'IN_PROGRESS' && old.length === 0 && primary.taskSet.desired === desired && primary.taskSet.isSteady()) this.complete(primary);
    return changed;
  }

  private begin(definition: TaskDefinition, reason: string): void {
    for (const { taskSet } of this.all) taskSet.status = 'ACTIVE';
    const taskSet = this.ports.create(definition);
    taskSet.watch(() => this.look());
    this.all = [{ taskSet, createdAt: this.ports.clock.now(), rollout: 'IN_PROGRESS', reason }, ...this.all];
  }

  private complete(deployment: RollingDeployment): void {
    deployment.rollout = 'COMPLETED';
    deployment.reason = `ECS deployment ${deployment.taskSet.about.id} completed.`;
    this.completed = deployment.taskSet.about.definition;
  }

  /** The last deployment that was completed becomes the primary again; its tasks may still be there. */
  private giveUp(failed: RollingDeployment): boolean {
    failed.rollout = 'FAILED';
    failed.reason = 'ECS deployment circuit breaker: tasks failed to start.';
    const { completed } = this;
    if (!this.settings.breaker.rollback || completed === undefined || completed === failed.taskSet.about.definition) return true;
    const there = this.all.find(({ taskSet }) => taskSet.about.definition === completed);
    if (there === undefined) {
      this.begin(completed, '');
    } else {
      failed.taskSet.status = 'ACTIVE';
      there.taskSet.status = 'PRIMARY';
      there.rollout = 'IN_PROGRESS';
      this.all = [there, ...this.all.filter((one) => one !== there)];
    }
    const [primary] = this.all;
    if (primary !== undefined) primary.reason = `ECS deployment circuit breaker: rolling back to deploymentId ${primary.taskSet.about.id}.`;
    return true;
  }

  private forgetEmpty(): void {
    for (const { taskSet } of this.all.slice(1)) if (taskSet.desired === 0 && taskSet.tasks.length === 0) this.ports.remove(taskSet);
    this.all = this.all.filter(({ taskSet }, index) => index === 0 || taskSet.desired > 0 || taskSet.tasks.length > 0);
  }
}

const fleetOf = (taskSet: TaskSet): Fleet => ({ healthy: taskSet.healthy(), total: taskSet.tasks.length });
const together = (old: readonly RollingDeployment[]): Fleet => old.map(({ taskSet }) => fleetOf(taskSet)).reduce((sum, one) => ({ healthy: sum.healthy + one.healthy, total: sum.total + one.total }), { healthy: 0, total: 0 });

/** Shares what old tasks may stay among the old sets: healthy ones first, of the newest set first. */
function share(count: number, old: readonly RollingDeployment[]): readonly boolean[] {
  let left = count;
  return old.map(({ taskSet }) => {
    const kept = Math.min(left, taskSet.healthy());
    left -= kept;
    return resized(taskSet, Math.min(kept, taskSet.desired));
  });
}

function resized(taskSet: TaskSet, desired: number): boolean {
  if (taskSet.desired === desired) return false;
  taskSet.resize(desired);
  return true;
}
