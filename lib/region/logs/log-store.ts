import { hours, type Instant } from '../../core/units';
import { ServiceError } from '../service-error';

export interface LogEvent {
  readonly at: Instant;
  readonly stream: string;
  readonly message: string;
}

/** Somebody who is shown every event of a group as it comes in. */
export type Subscriber = (event: LogEvent, group: string) => void;

/** A group holds at most this many events; the oldest go first. A rehearsal writes far fewer. */
const MOST_EVENTS = 200_000;

interface Group {
  readonly events: LogEvent[];
  readonly subscribers: Map<string, Subscriber>;
  /** Days that events are kept; `undefined` for ever. */
  retention: number | undefined;
}

/** CloudWatch Logs: groups, streams, and what is done with each event on its way in. */
export class LogStore {
  private readonly groups = new Map<string, Group>();
  private readonly awaited = new Set<string>();

  constructor(private readonly onEvent: Subscriber) {}

  /** @throws ServiceError `ResourceAlreadyExistsException` */
  create(name: string, retention?: number): void {
    if (this.groups.has(name)) throw new ServiceError('ResourceAlreadyExistsException', 'The specified log group already exists');
    this.groups.set(name, { events: [], subscribers: new Map(), retention });
  }

  /** A group that comes into being with its first event, unless somebody creates it before, as that of a function does. */
  await(name: string): void {
    this.awaited.add(name);
  }

  /** Whether events can be put into it. */
  has(name: string): boolean {
    return this.groups.has(name) || this.awaited.has(name);
  }

  /** @throws ServiceError `ResourceNotFoundException` */
  retain(name: string, days: number | undefined): void {
    this.group(name).retention = days;
  }

  names(): readonly string[] {
    return [...this.groups.keys()];
  }

  remove(name: string): void {
    this.groups.delete(name);
  }

  /** @throws ServiceError `ResourceNotFoundException` */
  put(name: string, event: LogEvent): void {
    if (this.awaited.has(name) && !this.groups.has(name)) this.create(name);
    const { events, subscribers, retention } = this.group(name);
    events.push(event);
    const kept = retention === undefined ? 0 : events.findIndex(({ at }) => at > event.at - hours(24 * retention));
    const excess = Math.max(kept, events.length - MOST_EVENTS);
    if (excess > 0) events.splice(0, excess);
    this.onEvent(event, name);
    for (const subscriber of subscribers.values()) subscriber(event, name);
  }

  /** @throws ServiceError `ResourceNotFoundException` */
  subscribe(group: string, name: string, subscriber: Subscriber): void {
    this.group(group).subscribers.set(name, subscriber);
  }

  unsubscribe(group: string, name: string): void {
    this.groups.get(group)?.subscribers.delete(name);
  }

  /** @throws ServiceError `ResourceNotFoundException` */
  events(group: string, filter: (event: LogEvent) => boolean = () => true): readonly LogEvent[] {
    return this.group(group).events.filter(filter);
  }

  /** Every group, by name. */
  describe(): readonly { readonly name: string; readonly retention: number | undefined; readonly bytes: number }[] {
    return [...this.groups].sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, { events, retention }]) => ({ name, retention, bytes: events.reduce((sum, { message }) => sum + Buffer.byteLength(message) + 26, 0) }));
  }

  /** The newest events of all groups that are wanted, oldest first. */
  newest(count: number, wanted: (event: LogEvent) => boolean = () => true): readonly LogEvent[] {
    const tails = [...this.groups.values()].flatMap(({ events }) => events.filter(wanted).slice(-count));
    return tails.sort((left, right) => left.at - right.at).slice(-count);
  }

  private group(name: string): Group {
    const found = this.groups.get(name);
    if (found === undefined) throw new ServiceError('ResourceNotFoundException', 'The specified log group does not exist.');
    return found;
  }
}
