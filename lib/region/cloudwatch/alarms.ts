import type { AlarmReading } from '../../core/deployment/deployment-event';
import { unchecked, type AlarmState } from '../../core/alarm/alarm-state';
import { periodOf, type AlarmDefinition } from '../../core/alarm/definition';
import { evaluate } from '../../core/alarm/evaluate';
import { evaluationCadence, nextEvaluation } from '../../core/alarm/evaluation-range';
import type { SeriesLookup } from '../../core/alarm/math/evaluate-queries';
import { sightOf, type Sight } from '../../core/alarm/sight';
import { seriesOf } from '../../core/alarm/series-of';
import { startOf } from '../../core/alarm/series';
import type { Dice } from '../../core/chance';
import type { Clock } from '../../core/time';
import { between, instant, millis, type Instant } from '../../core/units';
import { AlarmBook, type AlarmChange } from './alarm-book';
import type { MetricStore } from './metric-store';

export type { AlarmChange } from './alarm-book';

interface Watched {
  readonly definition: AlarmDefinition;
  readonly stop: AbortController;
}

/** CloudWatch's metric alarms: each is evaluated at its own moment of every minute, on the values that can be read then. */
export class Alarms implements Disposable {
  private readonly watched = new Map<string, Watched>();

  constructor(private readonly clock: Clock, private readonly metrics: MetricStore, private readonly dice: Dice, readonly book = new AlarmBook()) {}

  /** Every change of every alarm, composite ones too, in order. */
  get history(): readonly AlarmChange[] {
    return this.book.history;
  }

  /** Creates an alarm, or changes one, which keeps its state until it is evaluated again. */
  put(definition: AlarmDefinition): void {
    this.watched.get(definition.name)?.stop.abort();
    const watched: Watched = { definition, stop: new AbortController() };
    this.watched.set(definition.name, watched);
    this.book.put('metric', definition.name, this.clock.now());
    // Nothing but the end of the alarm ends its evaluations; anything else is our mistake, and nobody may go on with an alarm that is deaf.
    void this.evaluateAgain(watched).catch((thrown: unknown) => {
      if (!watched.stop.signal.aborted) throw thrown;
    });
  }

  remove(name: string): void {
    this.watched.get(name)?.stop.abort();
    this.watched.delete(name);
    this.book.remove(name);
  }

  /** The states of those that exist; a name that is missing in the answer is the name of no alarm. */
  read(names: readonly string[]): readonly AlarmReading[] {
    return this.book.read(names);
  }

  all(): readonly { readonly definition: AlarmDefinition; readonly state: AlarmState }[] {
    return [...this.watched.values()].map(({ definition }) => ({ definition, state: this.stateOf(definition.name) }));
  }

  /** What a metric alarm had before its eyes between two moments; `undefined` when there is none of this name. */
  saw(name: string, from: Instant, to: Instant): { readonly definition: AlarmDefinition; readonly sight: Sight } | undefined {
    const definition = this.watched.get(name)?.definition;
    if (definition === undefined) return undefined;
    const period = periodOf(definition);
    const end = instant(Math.ceil(to / period) * period);
    const window = { end, period, points: Math.max(1, Math.ceil((end - from) / period)) };
    const lookup: SeriesLookup = (metric, asked) => seriesOf(this.metrics.read(metric, startOf(asked), asked.end, this.clock.now(), metric.unit), metric.statistic, asked);
    return { definition, sight: sightOf(definition, window, lookup) };
  }

  /** Calls `look` with every change from now on, until disposed. */
  watch(look: (change: AlarmChange) => void): Disposable {
    return this.book.watch(look);
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
      this.look(definition, this.clock.now());
    }
  }

  private look(definition: AlarmDefinition, now: Instant): void {
    const after = evaluate(definition, now, (metric, window) =>
      seriesOf(this.metrics.read(metric, startOf(window), window.end, now, metric.unit), metric.statistic, window), this.stateOf(definition.name));
    this.book.enter(definition.name, after, now);
  }

  private stateOf(name: string): AlarmState {
    return this.book.entry(name)?.state ?? unchecked;
  }
}
