import type { AlarmReading } from '../../core/deployment/deployment-event';
import { unchecked, type AlarmState } from '../../core/alarm/alarm-state';
import type { Instant } from '../../core/units';

/** A change of an alarm's state. */
export interface AlarmChange {
  readonly at: Instant;
  readonly name: string;
  readonly from: AlarmState['state'];
  readonly to: AlarmState;
}

export interface AlarmEntry {
  readonly kind: 'metric' | 'composite';
  readonly name: string;
  state: AlarmState;
  since: Instant;
}

/** The states of all alarms, and how they came to them. */
export class AlarmBook {
  /** Every change, in order. */
  readonly history: AlarmChange[] = [];
  private readonly entries = new Map<string, AlarmEntry>();
  private readonly watchers = new Set<(change: AlarmChange) => void>();

  /** Enters an alarm; one that is known keeps its state. */
  put(kind: AlarmEntry['kind'], name: string, now: Instant): void {
    const known = this.entries.get(name);
    this.entries.set(name, { kind, name, state: known?.state ?? unchecked, since: known?.since ?? now });
  }

  remove(name: string): void {
    this.entries.delete(name);
  }

  entry(name: string): AlarmEntry | undefined {
    return this.entries.get(name);
  }

  all(): readonly AlarmEntry[] {
    return [...this.entries.values()];
  }

  /** The states of those that exist; a name that is missing in the answer is the name of no alarm. */
  read(names: readonly string[]): readonly AlarmReading[] {
    return names.flatMap((name) => {
      const found = this.entries.get(name);
      return found === undefined ? [] : [{ name, state: found.state.state }];
    });
  }

  /** Takes a new state down; the same state with another reason is no change. */
  enter(name: string, to: AlarmState, at: Instant): void {
    const entry = this.entries.get(name);
    if (entry === undefined || entry.state.state === to.state) return;
    const change = { at, name, from: entry.state.state, to };
    Object.assign(entry, { state: to, since: at });
    this.history.push(change);
    for (const look of [...this.watchers]) look(change);
  }

  /** Calls `look` with every change from now on, until disposed. */
  watch(look: (change: AlarmChange) => void): Disposable {
    this.watchers.add(look);
    return { [Symbol.dispose]: () => this.watchers.delete(look) };
  }
}
