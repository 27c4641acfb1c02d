import type { Deployment, Rollback } from '../../../lib/core/deployment/deployment';
import type { DeploymentEvent } from '../../../lib/core/deployment/deployment-event';
import type { Effect } from '../../../lib/core/deployment/effect';
import { begin } from '../../../lib/core/deployment/event-records';
import type { InvariantName } from '../../../lib/core/deployment/invariants';
import { step, type Step } from '../../../lib/core/deployment/machine';
import { openRollback } from '../../../lib/core/deployment/open-rollback';
import { goodAnswer } from './play';
import { rightMachine, type Machine } from './walk';

/** For each invariant a machine that is wrong in one way, and that this invariant must find. */
export const wrongMachines: Readonly<Record<InvariantName, { readonly wrong: string; readonly machine: Machine }>> = {
  weightsSumTo100: {
    wrong: 'gives to green without taking from blue',
    machine: { ...rightMachine, weights: (green) => ({ kind: 'production', blue: 100, green }) },
  },
  primaryServes: {
    wrong: 'forgets to make green PRIMARY',
    machine: believing(({ kind }) => kind === 'make-primary', { asks: false }),
  },
  onlySteadyGreenGetsTraffic: {
    wrong: 'takes a task set for steady as soon as it was asked for',
    machine: believing(({ kind }) => kind === 'create-task-set'),
  },
  shiftsFollowTheSchedule: {
    wrong: 'does not wait between shifts',
    machine: after((made, policy) => (made.next.phase.at === 'holding'
      ? further(made, step(policy, made.next.phase.until, made.next, { kind: 'time-passed' })) : made)),
  },
  servingTaskSetStays: {
    wrong: 'takes weights for changed as soon as the change was asked for',
    machine: { ...rightMachine, openRollback: (policy, now, id, failed) => {
      const opened = openRollback(policy, now, id, failed);
      return opened.effects.reduce((move, effect) => hearing(policy, now, { ...move, answer: 'accepted' }, effect), opened as Step);
    } },
  },
  blueOutlivesTheBake: {
    wrong: 'does not keep blue',
    machine: after((made, policy) => (made.next.phase.at === 'baking'
      ? further(made, step(policy, made.next.phase.until, made.next, { kind: 'time-passed' })) : made)),
  },
  endsOnce: {
    wrong: 'starts anew when something arrives after the end',
    machine: before((deployment, event) => (deployment.phase.at === 'ended' && event.kind !== 'rollback-started'
      ? { ...deployment, phase: { at: 'installing', deadline: deployment.phase.endedAt } } : deployment)),
  },
  eventsInOrder: {
    wrong: 'begins AfterInstall while Install is running',
    machine: after((made, _policy, now) => (made.next.phase.at === 'installing'
      ? { ...made, next: { ...made.next, events: begin(made.next.events, 'AfterInstall', now) } } : made)),
  },
  succeedsWhole: {
    wrong: 'calls a failure a success',
    machine: after((made) => (made.next.phase.at === 'ended'
      ? { ...made, effects: [], next: { ...made.next, phase: { ...made.next.phase, outcome: { status: 'Succeeded' } } } } : made)),
  },
  hooksRunOnce: {
    wrong: 'invokes a hook again while it is silent',
    machine: after((made, policy) => {
      const { phase } = made.next;
      if (phase.at !== 'hook') return made;
      const { event, executionId } = phase;
      return { ...made, effects: [...made.effects, { kind: 'invoke-hook', event, executionId, function: policy.hooks[event] ?? '' }] };
    }),
  },
  failedVerdictIsFinal: {
    wrong: 'takes every verdict for a good one',
    machine: hearingInstead((event) => (event.kind === 'hook-reported' ? { ...event, verdict: 'Succeeded' } : event)),
  },
  raisedAlarmStops: {
    wrong: 'is deaf to alarms',
    machine: hearingInstead((event) => (event.kind === 'alarms-read'
      ? { ...event, alarms: event.alarms.map((alarm) => ({ ...alarm, state: 'OK' })) } : event)),
  },
  rollbackRestoresBlue: {
    wrong: 'ends green without giving anything back',
    machine: { ...rightMachine, openRollback: (policy, now, id, failed) =>
      openRollback(policy, now, id, withRollback(failed, { kind: 'asked', restore: [] })) },
  },
  noWayBackWithoutBlue: {
    wrong: 'rolls back while blue is being ended',
    machine: after((made) => insisting(made, 'blue-is-ending')),
  },
  rollsBackOnce: {
    wrong: 'rolls a rollback back',
    machine: after((made) => insisting(made, 'is-a-rollback')),
  },
  rollbackCreatesNothing: {
    wrong: 'creates a task set for the way back',
    machine: { ...rightMachine, openRollback: (policy, now, id, failed) => {
      const opened = openRollback(policy, now, id, failed);
      return { ...opened, effects: [...opened.effects, { kind: 'create-task-set' }] };
    } },
  },
};

type Args = Parameters<typeof step>;

/** The right machine, with something done to what each step made. */
function after(spoil: (made: Step, policy: Args[0], now: Args[1]) => Step): Machine {
  return { ...rightMachine, step: (policy, now, deployment, event) => spoil(step(policy, now, deployment, event), policy, now) };
}

/** The right machine, with something done to the state before each step. */
function before(spoil: (deployment: Deployment, event: DeploymentEvent) => Deployment): Machine {
  return { ...rightMachine, step: (policy, now, deployment, event) => step(policy, now, spoil(deployment, event), event) };
}

function hearingInstead(spoil: (event: DeploymentEvent) => DeploymentEvent): Machine {
  return { ...rightMachine, step: (policy, now, deployment, event) => step(policy, now, deployment, spoil(event)) };
}

/** A machine that assumes that some of its effects have happened. */
function believing(assumed: (effect: Effect) => boolean, { asks } = { asks: true }): Machine {
  return after((made, policy, now) => {
    const kept = asks ? made : { ...made, effects: made.effects.filter((effect) => !assumed(effect)) };
    return made.effects.filter(assumed).reduce((move, effect) => hearing(policy, now, move, effect), kept);
  });
}

function hearing(policy: Args[0], now: Args[1], made: Step, effect: Effect): Step {
  const heard = goodAnswer(effect);
  return heard === undefined ? made : further(made, step(policy, now, made.next, heard));
}

const further = (first: Step, second: Step): Step => ({ ...second, effects: [...first.effects, ...second.effects], answer: first.answer });

/** Asks for a rollback where there must be none. */
function insisting(made: Step, why: string): Step {
  const { phase } = made.next;
  if (phase.at !== 'ended' || phase.outcome.status === 'Succeeded') return made;
  const { rollback } = phase.outcome;
  if (rollback.kind !== 'none' || rollback.why !== why) return made;
  const next = withRollback(made.next, { kind: 'asked', restore: ['production'] });
  return { ...made, next, effects: [...made.effects, { kind: 'start-rollback' }] };
}

function withRollback(deployment: Deployment, rollback: Rollback): Deployment {
  const { phase } = deployment;
  if (phase.at !== 'ended' || phase.outcome.status === 'Succeeded') return deployment;
  return { ...deployment, phase: { ...phase, outcome: { ...phase.outcome, rollback } } };
}
