import type { Clock } from '../../core/time';
import { between, instant, minutes, type Instant } from '../../core/units';
import type { MetricStore } from '../cloudwatch/metric-store';
import { ServiceError } from '../service-error';
import type { LogEvent, LogStore } from './log-store';
import type { MetricFilter } from './metric-filter';
import { select } from './selector';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html */
const MOST_OF_A_GROUP = 100;

interface Active {
  readonly filter: MetricFilter;
  /** Minutes in which events came, and whether one of them matched. */
  readonly minutes: Map<number, boolean>;
  readonly stop: AbortController;
}

/** What is made of log lines: metrics that are counted as events come in. Events that were there before are not looked at. */
export class MetricFilters implements Disposable {
  private readonly active = new Map<string, Active>();

  constructor(private readonly clock: Clock, private readonly logs: LogStore, private readonly metrics: MetricStore) {}

  /** Creates or replaces a filter. @throws ServiceError when the group is not there, or has as many as it may */
  put(filter: MetricFilter): void {
    const others = [...this.active.values()].filter((other) => other.filter.group === filter.group && other.filter.name !== filter.name);
    if (others.length >= MOST_OF_A_GROUP) throw new ServiceError('LimitExceededException', 'Resource limit exceeded.');
    const active: Active = { filter, minutes: new Map(), stop: new AbortController() };
    this.logs.subscribe(filter.group, subscription(filter), (event) => this.take(active, event));
    this.active.get(keyOf(filter))?.stop.abort();
    this.active.set(keyOf(filter), active);
  }

  has({ group, name }: Pick<MetricFilter, 'group' | 'name'>): boolean {
    return this.active.has(keyOf({ group, name }));
  }

  remove(filter: Pick<MetricFilter, 'group' | 'name'>): void {
    this.logs.unsubscribe(filter.group, subscription(filter));
    this.active.get(keyOf(filter))?.stop.abort();
    this.active.delete(keyOf(filter));
  }

  [Symbol.dispose](): void {
    for (const { stop } of this.active.values()) stop.abort();
  }

  private take(active: Active, event: LogEvent): void {
    const { filter } = active;
    const matches = filter.pattern.matches(event.message);
    if (matches) this.count(filter, event);
    if (filter.otherwise === undefined) return;
    const minute = Math.floor(event.at / minutes(1));
    const isKnown = active.minutes.has(minute);
    active.minutes.set(minute, matches || active.minutes.get(minute) === true);
    if (!isKnown) void this.endOf(minute, filter.otherwise, active).catch(() => undefined);
  }

  private count(filter: MetricFilter, { at, message }: LogEvent): void {
    const event = filter.pattern.isJson ? JSON.parse(message) as unknown : undefined;
    const value = typeof filter.value === 'number' ? filter.value : select(filter.value.selector, event);
    const dimensions = Object.entries(filter.dimensions).map(([name, selector]) => [name, select(selector, event)] as const);
    // An event without the number, or without a dimension, counts nowhere.
    if (typeof value !== 'number' || dimensions.some(([, found]) => typeof found !== 'string' && typeof found !== 'number')) return;
    this.send(filter, at, value, Object.fromEntries(dimensions.map(([name, found]) => [name, String(found)])));
  }

  /** Once a minute is over it is known whether its events counted; if none did, the default does. */
  private async endOf(minute: number, otherwise: number, { filter, minutes: known, stop }: Active): Promise<void> {
    await this.clock.sleep(between(this.clock.now(), instant((minute + 1) * minutes(1))), stop.signal);
    if (known.get(minute) === false) this.send(filter, instant(minute * minutes(1)), otherwise, {});
    known.delete(minute);
  }

  private send({ namespace, metric, unit }: MetricFilter, at: Instant, value: number, dimensions: Readonly<Record<string, string>>): void {
    this.metrics.put({ namespace, name: metric, dimensions }, at, value, 1, { unit, sentAt: this.clock.now() });
  }
}

const keyOf = ({ group, name }: Pick<MetricFilter, 'group' | 'name'>): string => `${group}\n${name}`;
const subscription = ({ name }: Pick<MetricFilter, 'name'>): string => `metric filter ${name}`;
