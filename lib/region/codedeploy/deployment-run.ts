import type { Answer } from '../../core/deployment/answer';
import type { Deployment } from '../../core/deployment/deployment';
import type { DeploymentEvent } from '../../core/deployment/deployment-event';
import type { Effect } from '../../core/deployment/effect';
import { step } from '../../core/deployment/machine';
import type { Move } from '../../core/deployment/move';
import type { Policy } from '../../core/deployment/policy';
import { isActive } from '../../core/deployment/status';
import { observe, observeOpening, type Moment } from '../../core/deployment/trace';
import type { Clock } from '../../core/time';
import { between, millis, type Instant } from '../../core/units';

export interface RunPorts {
  readonly clock: Clock;
  /** Makes an effect happen, and sends what became of it. */
  readonly perform: (effect: Exclude<Effect, { kind: 'wake' }>, send: (event: DeploymentEvent) => void) => void;
  readonly see: (moment: Moment) => void;
}

/** One deployment as it runs: keeps its state, wakes it when it asks to be woken, has its effects performed. */
export class DeploymentRun {
  private current: Deployment;
  private alarmClock = new AbortController();
  private readonly watchers = new Set<() => void>();

  constructor(private readonly policy: Policy, opening: Move, private readonly ports: RunPorts) {
    this.current = opening.next;
    this.show(observeOpening(ports.clock.now(), opening));
    // After the constructor: what performs the effects may look at this run.
    queueMicrotask(() => this.performAll(opening.effects));
  }

  get deployment(): Deployment {
    return this.current;
  }

  /** Takes an event up and answers whoever sent it. */
  send(event: DeploymentEvent): Answer {
    const now = this.ports.clock.now();
    const before = this.current;
    const taken = step(this.policy, now, before, event);
    this.current = taken.next;
    this.show(observe(now, before, event, taken));
    this.performAll(taken.effects);
    for (const look of this.watchers) look();
    return taken.answer;
  }

  /** Resolves when `holds` is true of the deployment. */
  until(holds: (deployment: Deployment) => boolean): Promise<Deployment> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (!holds(this.current)) return;
        this.watchers.delete(look);
        resolve(this.current);
      };
      this.watchers.add(look);
      look();
    });
  }

  /** Stops waking: the region is closing. */
  close(): void {
    this.alarmClock.abort();
  }

  private performAll(effects: readonly Effect[]): void {
    for (const effect of effects) {
      if (effect.kind === 'wake') this.wakeAt(effect.at);
      else this.ports.perform(effect, (event) => this.send(event));
    }
    if (!isActive(this.current)) this.alarmClock.abort();
  }

  private wakeAt(at: Instant): void {
    this.alarmClock.abort();
    const own = new AbortController();
    this.alarmClock = own;
    const wait = millis(Math.max(0, between(this.ports.clock.now(), at)));
    this.ports.clock.sleep(wait, own.signal).then(() => this.send({ kind: 'time-passed' }), () => undefined);
  }

  private show(moments: readonly Moment[]): void {
    for (const moment of moments) this.ports.see(moment);
  }
}
