import { dice, type Dice } from '../../../lib/core/chance';
import type { Deployment } from '../../../lib/core/deployment/deployment';
import type { DeploymentEvent } from '../../../lib/core/deployment/deployment-event';
import { step } from '../../../lib/core/deployment/machine';
import type { Move } from '../../../lib/core/deployment/move';
import { nextWake } from '../../../lib/core/deployment/next-wake';
import { openDeployment } from '../../../lib/core/deployment/open-deployment';
import { openRollback } from '../../../lib/core/deployment/open-rollback';
import type { Policy } from '../../../lib/core/deployment/policy';
import { isActive } from '../../../lib/core/deployment/status';
import {
  observe, observeOpening, weights, type AskedEffect, type Moment, type Sight, type Trace,
} from '../../../lib/core/deployment/trace';
import { after, minutes, seconds, type Instant, type Millis } from '../../../lib/core/units';
import { chosenPolicy } from './chosen-policy';
import { start } from './play';
import { performed } from './performed';

/** What a walk is made with; each part can be exchanged for a wrong one. */
export interface Machine {
  readonly step: typeof step;
  readonly openRollback: typeof openRollback;
  readonly weights: typeof weights;
}

export const rightMachine: Machine = { step, openRollback, weights };

export interface Walk {
  readonly policy: Policy;
  readonly trace: Trace;
  /** The deployment, and its rollback if there was one, as they were when the walk ended. */
  readonly reached: readonly Deployment[];
}

/** An effect that was asked for and is not performed yet; those on one resource are performed in their order. */
interface Asked {
  readonly deployment: string;
  readonly effect: AskedEffect;
}

/**
 * One random life of a deployment: effects are performed late or never, confirmed late, twice or not at all, refused; alarms,
 * stops, approvals, verdicts and leaps of time come whenever they like.
 */
export function walk(seed: number, machine: Machine = rightMachine): Walk {
  const chance = dice(seed);
  const policy = chosenPolicy(chance.named('policy'));
  const turns = chance.named('length').between(1, 130);
  const deployments = new Map<string, Deployment>();
  const trace: Moment[] = [];
  const asked: Asked[] = [];
  const confirmations: { readonly deployment: string; readonly event: DeploymentEvent }[] = [];
  let now: Instant = start;

  const show = (sight: Sight): unknown => trace.push({ at: now, what: sight });
  const open = (move: Move): void => {
    trace.push(...observeOpening(now, move));
    take(move);
  };
  const take = ({ next, effects }: Move): void => {
    deployments.set(next.id, next);
    for (const effect of effects) if (effect.kind !== 'wake') asked.push({ deployment: next.id, effect });
  };
  const send = (id: string, event: DeploymentEvent): void => {
    const before = deployments.get(id);
    if (before === undefined) return;
    const made = machine.step(policy, now, before, event);
    trace.push(...observe(now, before, event, made));
    take(made);
  };
  const perform = (): void => {
    const index = nextToPerform(asked, chance);
    const [next] = index === undefined ? [] : asked.splice(index, 1);
    if (next === undefined) return;
    if (next.effect.kind === 'start-rollback') return startRollback(next.deployment);
    const { sights, events } = performed(next.effect, chance, machine.weights);
    sights.forEach(show);
    confirmations.push(...events.map((event) => ({ deployment: next.deployment, event })));
  };
  const startRollback = (of: string): void => {
    const failed = deployments.get(of);
    if (failed === undefined || deployments.size > 2) return;
    const id = `d-BACK${deployments.size}`;
    open(machine.openRollback(policy, now, id, failed));
    send(of, { kind: 'rollback-started', deployment: id });
  };
  const confirm = (): void => {
    const [next] = confirmations.splice(Math.floor(chance.roll() * confirmations.length), 1);
    if (next === undefined) return;
    send(next.deployment, next.event);
    if (chance.roll() < 0.05) confirmations.push(next);
  };
  const sleep = (until: Instant): void => {
    now = until > now ? until : now;
    for (const id of [...deployments.keys()]) send(id, { kind: 'time-passed' });
  };
  const wakeUp = (): void => {
    const wakes = [...deployments.values()].flatMap((deployment) => nextWake(policy, deployment) ?? []);
    if (wakes.length > 0) sleep(wakes.reduce((first, wake) => (wake < first ? wake : first)));
  };

  open(openDeployment(policy, now, 'd-GREEN'));
  for (let turn = 0; turn < turns && (asked.length > 0 || [...deployments.values()].some(isActive)); turn += 1) {
    const roll = chance.roll();
    if (roll < 0.42) perform();
    else if (roll < 0.80) confirm();
    else if (roll < 0.94) wakeUp();
    else if (roll < 0.96) now = after(now, leap(chance));
    else send(chance.roll() < 0.8 ? 'd-GREEN' : 'd-BACK1', intrusion(chance));
  }
  return { policy, trace, reached: [...deployments.values()] };
}

/** Time goes by and nobody is woken: seconds, or hours. */
function leap(chance: Dice): Millis {
  return chance.roll() < 0.5 ? seconds(Math.floor(chance.between(0, 60))) : minutes(Math.floor(chance.between(0, 90)));
}

/** The oldest effect of a resource that is chosen by chance, or nothing when nothing is to be done. */
function nextToPerform(asked: readonly Asked[], chance: Dice): number | undefined {
  const chosen = asked[Math.floor(chance.roll() * asked.length)];
  return chosen === undefined ? undefined : asked.findIndex(({ effect }) => resourceOf(effect) === resourceOf(chosen.effect));
}

function resourceOf(effect: AskedEffect): string {
  switch (effect.kind) {
    case 'create-task-set':
    case 'terminate-task-set':
    case 'make-primary':
      return 'service';
    case 'read-alarms':
    case 'invoke-hook':
    case 'route-test':
    case 'route-production':
    case 'start-rollback':
      return effect.kind;
  }
}

/** Something that somebody outside does at the worst moment. */
function intrusion(chance: Dice): DeploymentEvent {
  const roll = chance.roll();
  if (roll < 0.35) return { kind: 'stop-requested', rollback: roll < 0.1 ? undefined : roll < 0.25 };
  if (roll < 0.7) return { kind: 'continue-requested', wait: roll < 0.5 ? 'READY_WAIT' : 'TERMINATION_WAIT' };
  const executionId = roll < 0.8 ? 'd-GREEN/AfterInstall' : roll < 0.9 ? 'd-GREEN/BeforeAllowTraffic' : 'nonsense';
  return { kind: 'hook-reported', executionId, verdict: roll < 0.85 ? 'Succeeded' : 'Failed' };
}
