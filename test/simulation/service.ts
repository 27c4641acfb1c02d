import type { Dice } from '../../lib/core/chance';
import type { Color, Deployment } from '../../lib/core/deployment/deployment';
import type { DeploymentEvent } from '../../lib/core/deployment/deployment-event';
import type { Effect } from '../../lib/core/deployment/effect';
import { step } from '../../lib/core/deployment/machine';
import type { Move } from '../../lib/core/deployment/move';
import { nextWake } from '../../lib/core/deployment/next-wake';
import { openDeployment } from '../../lib/core/deployment/open-deployment';
import { openRollback } from '../../lib/core/deployment/open-rollback';
import type { Policy } from '../../lib/core/deployment/policy';
import { isActive } from '../../lib/core/deployment/status';
import { after, between, millis, seconds, type Instant, type Millis } from '../../lib/core/units';
import type { Agenda } from './agenda';
import type { Fate } from './fate';

export interface TaskSet {
  readonly definition: string;
  readonly broughtBy: string | undefined;
  status: 'PRIMARY' | 'ACTIVE' | 'DRAINING';
  /** Percent of the customers. */
  weight: number;
}

interface Pair {
  readonly blue: TaskSet;
  readonly definition: string;
  green: TaskSet | undefined;
}

export interface SimulatedDeployment {
  readonly id: string;
  readonly description: string;
  readonly pair: Pair;
  readonly policy: Policy;
  readonly fate: Fate;
  readonly createdAt: Instant;
  state: Deployment;
}

/** A service under CodeDeploy in virtual time: the real machine, and a world that does what it asks for, late, or not at all. */
export class Service {
  readonly deployments: SimulatedDeployment[] = [];
  readonly sets: TaskSet[];
  /** What must never be, and was. */
  readonly violations: string[] = [];
  /** When each resource is done with what was asked of it: effects on one are performed in their order. */
  private readonly busyUntil = new Map<string, Instant>();

  constructor(private readonly agenda: Agenda, private readonly chance: Dice, readonly policy: Policy, first: string) {
    this.sets = [{ definition: first, broughtBy: undefined, status: 'PRIMARY', weight: 100 }];
  }

  get primary(): TaskSet {
    return this.sets.find(({ status }) => status === 'PRIMARY') as TaskSet;
  }

  /** A rollback was asked for, or runs. */
  get isReturning(): boolean {
    const phase = this.deployments.at(-1)?.state.phase;
    return this.active?.state.origin.kind === 'rollback' || (phase?.at === 'ended' && phase.outcome.status !== 'Succeeded' && phase.outcome.rollback.kind === 'asked');
  }

  get active(): SimulatedDeployment | undefined {
    return this.deployments.findLast(({ state }) => isActive(state));
  }

  /** @throws Error `DeploymentLimitExceededException` */
  create(definition: string, description: string, fate: Fate, policy: Policy = this.policy): SimulatedDeployment {
    if (this.active !== undefined) throw Object.assign(new Error(`already has an active Deployment '${this.active.id}'`), { name: 'DeploymentLimitExceededException' });
    return this.open({ blue: this.primary, definition, green: undefined }, description, fate, policy, (id) => openDeployment(policy, this.agenda.now, id));
  }

  send(deployment: SimulatedDeployment, event: DeploymentEvent): void {
    this.take(deployment, step(deployment.policy, this.agenda.now, deployment.state, event));
  }

  private open(pair: Pair, description: string, fate: Fate, policy: Policy, opening: (id: string) => Move): SimulatedDeployment {
    const id = `d-${String(this.deployments.length + 1).padStart(9, '0')}`;
    const move = opening(id);
    const deployment: SimulatedDeployment = { id, description, pair, policy, fate, createdAt: this.agenda.now, state: move.next };
    this.deployments.push(deployment);
    this.take(deployment, move);
    return deployment;
  }

  private take(deployment: SimulatedDeployment, { next, effects }: Move): void {
    deployment.state = next;
    for (const effect of effects) {
      if (effect.kind === 'wake') this.wakeAt(deployment, effect.at);
      else this.perform(deployment, effect);
    }
  }

  private wakeAt(deployment: SimulatedDeployment, at: Instant): void {
    this.agenda.plan(this.until(at), 'world', () => {
      // A wake that was replaced by a later one.
      const due = nextWake(deployment.policy, deployment.state);
      if (due !== undefined && due <= this.agenda.now) this.send(deployment, { kind: 'time-passed' });
    });
  }

  private perform(deployment: SimulatedDeployment, effect: Exclude<Effect, { kind: 'wake' }>): void {
    const { fate } = deployment;
    const answer = (delay: Millis, event: DeploymentEvent, work: () => void = () => undefined): void =>
      this.agenda.plan(delay, 'world', () => {
        work();
        this.send(deployment, event);
      });
    switch (effect.kind) {
      case 'read-alarms': return answer(seconds(1), { kind: 'alarms-read', alarms: effect.names.map((name) => ({ name, state: this.isRed(deployment) ? 'ALARM' : 'OK' })) });
      case 'invoke-hook': return this.hook(deployment, effect.executionId);
      case 'start-rollback': return this.agenda.plan(seconds(1), 'world', () => this.rollBack(deployment));
      case 'create-task-set': {
        if (fate.tasks.kind === 'never') return undefined;
        if (fate.tasks.kind === 'refused') return answer(seconds(2), { kind: 'task-set-failed', color: 'green', message: 'denied' });
        return answer(this.inTurn('service', fate.tasks.after), { kind: 'task-set-steady' }, () => this.bring(deployment));
      }
      case 'route-test': return answer(this.inTurn('test', seconds(this.chance.between(0, 3))), { kind: 'test-routed', to: effect.to });
      case 'route-production': {
        if (effect.green > 0 && fate.routing === 'refuses') return answer(seconds(1), { kind: 'routing-failed', listener: 'production', message: 'denied' });
        return answer(this.inTurn('production', seconds(this.chance.between(0, 3))), { kind: 'production-routed', green: effect.green }, () => this.route(deployment, effect.green));
      }
      case 'make-primary': return answer(this.inTurn('service', seconds(this.chance.between(0, 3))), { kind: 'made-primary', color: effect.color }, () => this.makePrimary(deployment, effect.color));
      case 'terminate-task-set': return answer(this.inTurn('service', seconds(this.chance.between(0, 40))), { kind: 'task-set-terminated', color: effect.color }, () => this.end(deployment, effect.color));
    }
  }

  private hook(deployment: SimulatedDeployment, executionId: string): void {
    const { verdict, after: delay, twice } = deployment.fate.hook;
    if (verdict === 'silent') return;
    for (const late of twice ? [0, 7] : [0]) {
      this.agenda.plan(millis(delay + late * 1_000), 'world', () => this.send(deployment, { kind: 'hook-reported', executionId, verdict }));
    }
  }

  private rollBack(failed: SimulatedDeployment): void {
    const back = this.open(failed.pair, '', { ...failed.fate, redFrom: undefined }, failed.policy, (id) => openRollback(failed.policy, this.agenda.now, id, failed.state));
    this.send(failed, { kind: 'rollback-started', deployment: back.id });
  }

  private bring({ id, pair }: SimulatedDeployment): void {
    pair.green ??= { definition: pair.definition, broughtBy: id, status: 'ACTIVE', weight: 0 };
    if (!this.sets.includes(pair.green)) this.sets.push(pair.green);
  }

  private route({ id, pair }: SimulatedDeployment, green: number): void {
    pair.blue.weight = 100 - green;
    if (pair.green !== undefined) pair.green.weight = green;
    const served = this.sets.reduce((sum, { weight }) => sum + weight, 0);
    if (served !== 100) this.violations.push(`I1: ${id} left ${served} % of the customers on task sets that are there`);
  }

  private makePrimary({ pair }: SimulatedDeployment, color: Color): void {
    for (const set of [pair.blue, pair.green]) if (set !== undefined && this.sets.includes(set)) set.status = set === pair[color] ? 'PRIMARY' : 'ACTIVE';
  }

  private end({ id, pair }: SimulatedDeployment, color: Color): void {
    const set = pair[color];
    if (set === undefined || !this.sets.includes(set)) return;
    if (set.weight > 0) this.violations.push(`I1: ${id} ended ${set.definition} with ${set.weight} % of the customers on it`);
    this.sets.splice(this.sets.indexOf(set), 1);
  }

  private isRed({ fate, createdAt }: SimulatedDeployment): boolean {
    if (fate.redFrom === undefined) return false;
    const age = between(createdAt, this.agenda.now);
    return age >= fate.redFrom && age < fate.redFrom + fate.redFor;
  }

  /** How long it takes until something is done that waits for what was asked of the same resource before. */
  private inTurn(resource: string, takes: Millis): Millis {
    const free = this.busyUntil.get(resource) ?? this.agenda.now;
    const done = after(free > this.agenda.now ? free : this.agenda.now, millis(takes + 1));
    this.busyUntil.set(resource, done);
    return this.until(done);
  }

  private readonly until = (at: Instant): Millis => millis(Math.max(0, between(this.agenda.now, at)));
}
