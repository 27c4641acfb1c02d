import type { Deployment, Phase } from '../../../lib/core/deployment/deployment';
import type { DeploymentEvent } from '../../../lib/core/deployment/deployment-event';
import type { Effect } from '../../../lib/core/deployment/effect';
import { defaultLimits } from '../../../lib/core/deployment/limits';
import { step } from '../../../lib/core/deployment/machine';
import type { Answer } from '../../../lib/core/deployment/answer';
import type { Move } from '../../../lib/core/deployment/move';
import { nextWake } from '../../../lib/core/deployment/next-wake';
import { openDeployment } from '../../../lib/core/deployment/open-deployment';
import { openRollback } from '../../../lib/core/deployment/open-rollback';
import { assumedAlarmPoll, type Policy } from '../../../lib/core/deployment/policy';
import { canary } from '../../../lib/core/deployment/traffic-routing';
import { after, between, instant, millis, minutes, percent, type Instant, type Millis } from '../../../lib/core/units';

/** A canary of 10 % for five minutes with a test listener, five minutes of bake, one alarm, and every event rolled back. */
export function aPolicy(different: Partial<Policy> = {}): Policy {
  return {
    startsAfter: millis(0),
    traffic: canary(percent(10), minutes(5)),
    ready: { kind: 'CONTINUE_DEPLOYMENT' },
    terminationWait: minutes(5),
    hooks: {},
    testRoute: true,
    alarms: { names: ['5xx'], ignorePollAlarmFailure: false, pollEvery: assumedAlarmPoll },
    rollbackOn: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM', 'DEPLOYMENT_STOP_ON_REQUEST'],
    limits: defaultLimits,
    ...different,
  };
}

export const noAlarms = { names: [], ignorePollAlarmFailure: false, pollEvery: assumedAlarmPoll } as const;
export const start: Instant = instant(0);
export const quiet: DeploymentEvent = { kind: 'alarms-read', alarms: [{ name: '5xx', state: 'OK' }] };
export const red: DeploymentEvent = { kind: 'alarms-read', alarms: [{ name: '5xx', state: 'ALARM' }] };
export const routed = (green: number): DeploymentEvent => ({ kind: 'production-routed', green: percent(green) });
export const stop = (rollback?: boolean): DeploymentEvent => ({ kind: 'stop-requested', rollback });

/** One deployment, driven by hand: what it asks for is kept until somebody looks. */
export class Play {
  now = start;
  private unanswered: Effect[] = [];

  constructor(readonly policy: Policy, opening: Move = openDeployment(policy, start, 'd-GREEN0001')) {
    this.state = opening.next;
    this.unanswered.push(...opening.effects);
  }

  state: Deployment;

  /** What was asked for since anybody looked last, without the wake-ups. */
  asked(): readonly Effect[] {
    return this.everythingAsked().filter(({ kind }) => kind !== 'wake');
  }

  everythingAsked(): readonly Effect[] {
    return this.unanswered.splice(0);
  }

  send(event: DeploymentEvent): Answer {
    const { next, effects, answer } = step(this.policy, this.now, this.state, event);
    this.state = next;
    this.unanswered.push(...effects);
    return answer;
  }

  /** Lets time pass, waking the deployment whenever it asked to be woken; alarms that it reads on the way are quiet. */
  wait(span: Millis): this {
    const end = after(this.now, span);
    for (let wake = nextWake(this.policy, this.state); wake !== undefined && wake <= end; wake = nextWake(this.policy, this.state)) {
      this.now = wake;
      this.send({ kind: 'time-passed' });
      if (this.state.alarms.kind === 'asked') this.send(quiet);
    }
    this.now = end;
    this.send({ kind: 'time-passed' });
    return this;
  }

  /** Moves the clock without waking anybody: what comes next comes late. */
  leap(span: Millis): this {
    this.now = after(this.now, span);
    return this;
  }

  /** Answers everything well until the deployment is in `place`, moving time where only time is waited for. */
  reach(place: Phase['at']): this {
    for (let turns = 0; this.state.phase.at !== place; turns += 1) {
      if (turns > 5_000 || this.state.phase.at === 'ended') throw new Error(`never came to ${place}, but to ${this.state.phase.at}`);
      const [effect] = this.unanswered.splice(0, 1);
      const answer = effect === undefined ? undefined : goodAnswer(effect);
      if (answer !== undefined) this.send(answer);
      else if (effect === undefined) this.wait(between(this.now, nextWake(this.policy, this.state) ?? this.now));
    }
    return this;
  }

  /** The rollback that this deployment asked for. */
  rollback(): Play {
    const opening = openRollback(this.policy, this.now, 'd-BACK00001', this.state);
    this.send({ kind: 'rollback-started', deployment: 'd-BACK00001' });
    const back = new Play(this.policy, opening);
    back.now = this.now;
    return back;
  }
}

export const play = (different: Partial<Policy> = {}): Play => new Play(aPolicy(different));

/** The event that confirms an effect; nothing for a wake-up. */
export function goodAnswer(effect: Effect): DeploymentEvent | undefined {
  switch (effect.kind) {
    case 'read-alarms':
      return { kind: 'alarms-read', alarms: effect.names.map((name) => ({ name, state: 'OK' })) };
    case 'invoke-hook':
      return { kind: 'hook-reported', executionId: effect.executionId, verdict: 'Succeeded' };
    case 'create-task-set':
      return { kind: 'task-set-steady' };
    case 'route-test':
      return { kind: 'test-routed', to: effect.to };
    case 'route-production':
      return { kind: 'production-routed', green: effect.green };
    case 'make-primary':
      return { kind: 'made-primary', color: effect.color };
    case 'terminate-task-set':
      return { kind: 'task-set-terminated', color: effect.color };
    case 'start-rollback':
      return { kind: 'rollback-started', deployment: 'd-BACK00001' };
    case 'wake':
      return undefined;
  }
}
