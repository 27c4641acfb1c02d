import type { AlarmReading } from '../../core/deployment/deployment-event';
import { unchecked, type AlarmState } from '../../core/alarm/alarm-state';
import type { AlarmDefinition } from '../../core/alarm/definition';
import { evaluate } from '../../core/alarm/evaluate';
import { evaluationCadence, nextEvaluation } from '../../core/alarm/evaluation-range';
import { seriesOf } from '../../core/alarm/series-of';
import { startOf } from '../../core/alarm/series';
import type { Dice } from '../../core/chance';
import type { Clock } from '../../core/time';
import { between, millis, type Instant } from '../../core/units';
import type { MetricStore } from './metric-store';

/** A change of an alarm's state. */
export interface AlarmChange {
  readonly at: Instant;
  readonly name: string;
  readonly from: AlarmState['state'];
  readonly to: AlarmState;
}

interface Watched {
  readonly definition: AlarmDefinition;
  readonly stop: AbortController;
  state: AlarmState;
}

/** CloudWatch's alarms: each is evaluated at its own moment of every minute, on the values that can be read then. */
export class Alarms implements Disposable {
  /** Every change, in order. */
  readonly history: AlarmChange[] = [];
  private readonly watched = new Map<string, Watched>();
  private readonly watchers = new Set<(change: AlarmChange) => void>();

  constructor(private readonly clock: Clock, private readonly metrics: MetricStore, private readonly dice: Dice) {}

  /** Creates an alarm, or changes one, which keeps its state until it is evaluated again. */
  put(definition: AlarmDefinition): void {
    const known = this.watched.get(definition.name);
    known?.stop.abort();
    const watched: Watched = { definition, stop: new AbortController(), state: known?.state ?? unchecked };
    this.watched.set(definition.name, watched);
    // Nothing but the end of the alarm ends its evaluations; anything else is our mistake, and nobody may go on with an alarm that is deaf.
    void this.evaluateAgain(watched).catch((thrown: unknown) => {
      if (!watched.stop.signal.aborted) throw thrown;
    });
  }

  remove(name: string): void {
    this.watched.get(name)?.stop.abort();
    this.watched.delete(name);
  }

  /** The states of those that exist; a name that is missing in the answer is the name of no alarm. */
  read(names: readonly string[]): readonly AlarmReading[] {
    return names.flatMap((name) => {
      const found = this.watched.get(name);
      return found === undefined ? [] : [{ name, state: found.state.state }];
    });
  }

  all(): readonly { readonly definition: AlarmDefinition; readonly state: AlarmState }[] {
    return [...this.watched.values()];
  }

  /** Calls `look` with every change from now on, until disposed. */
  watch(look: (change: AlarmChange) => void): Disposable {
    this.watchers.add(look);
    return { [Symbol.dispose]: () => this.watchers.delete(look) };
  }

  [Symbol.dispose](): void {
    for (const { stop } of this.watched.values()) stop.abort();
  }

  private async evaluateAgain(watched: Watched): Promise<void> {
    const { definition, stop } = watched;
    const phase = millis(Math.floor(this.dice.named(definition.name).between(0, evaluationCadence(definition))));
    for (;;) {
      const now = this.clock.now();
      await this.clock.sleep(between(now, nextEvaluation(definition, now, phase)), stop.signal);
      this.look(watched, this.clock.now());
    }
  }

  private look(watched: Watched, now: Instant): void {
    const before = watched.state;
    const after = evaluate(watched.definition, now, (metric, window) =>
      seriesOf(this.metrics.read(metric, startOf(window), window.end, now, metric.unit), metric.statistic, window), before);
    if (after.state === before.state) return;
    watched.state = after;
    const change = { at: now, name: watched.definition.name, from: before.state, to: after };
    this.history.push(change);
    for (const look of this.watchers) look(change);
  }
}
